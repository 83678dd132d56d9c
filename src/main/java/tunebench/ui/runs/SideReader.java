package tunebench.ui.runs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tunebench.client.ServiceClient;
import tunebench.protocol.RunRequest;
import tunebench.run.EvaluationRow;
import tunebench.run.RunComparison;
import tunebench.run.RunKind;
import tunebench.run.RunRecord;
import tunebench.run.StepPoint;
import tunebench.ui.chart.Curves.Curve;
import tunebench.ui.chart.Thin;
import tunebench.ui.control.RunWords;

/** Asks for all that is drawn of runs side by side, and cuts the curves to size. */
final class SideReader {
  private static final int BUCKETS = 500;
  private static final double SMOOTH = 0.9;

  private SideReader() {}

  /** To be called off the FX thread. */
  static SideBySide read(ServiceClient client, List<String> runs) {
    RunComparison comparison = client.send(new RunRequest.Compare(runs)).comparison();
    List<Curve> losses = new ArrayList<>();
    Map<String, List<EvaluationRow>> rows = new LinkedHashMap<>();
    int color = 0;
    for (RunRecord run : comparison.runs()) {
      String id = run.summary().id();
      if (run.summary().kind() == RunKind.TRAIN) {
        List<StepPoint> steps = client.send(new RunRequest.Steps(id, 0, 0)).steps();
        double[] x = steps.stream().mapToDouble(StepPoint::step).toArray();
        double[] y = steps.stream().mapToDouble(StepPoint::priceLoss).toArray();
        losses.add(
            new Curve(
                RunWords.name(run.summary()),
                Thin.minMax(x, Thin.smooth(y, y.length, SMOOTH), y.length, BUCKETS),
                color,
                false));
      } else {
        rows.put(id, client.send(new RunRequest.Rows(id, "final")).rows());
      }
      color++;
    }
    return new SideBySide(comparison, losses, rows);
  }
}
