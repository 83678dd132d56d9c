package tunebench.ui.pane;

import java.util.List;
import tunebench.ui.chart.Curves.Curve;

/** The curves of a training run, cut to what a screen can show. */
record TrainingCharts(
    List<Curve> loss, List<Curve> rate, List<Curve> norm, List<Curve> speed, List<Curve> memory) {

  static final TrainingCharts NONE =
      new TrainingCharts(List.of(), List.of(), List.of(), List.of(), List.of());
}
