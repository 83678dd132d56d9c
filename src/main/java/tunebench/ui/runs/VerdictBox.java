package tunebench.ui.runs;

import java.util.List;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.value.ObservableStringValue;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import tunebench.run.NoiseBand;
import tunebench.run.PairedVerdict;
import tunebench.run.RunComparison;
import tunebench.run.RunRecord;
import tunebench.ui.chart.ChartPane;
import tunebench.ui.chart.MaeBand;
import tunebench.ui.control.Notice;
import tunebench.ui.control.RunWords;
import tunebench.ui.control.Show;
import tunebench.ui.control.Ui;
import tunebench.ui.work.Desk;

/** Which run is better, whether the seed alone could make that, and why the runs differ. */
final class VerdictBox extends VBox {
  private static final double ROOM = 120;

  private final VBox verdicts = new VBox(6);
  private final ScrollPane pairs = new ScrollPane();
  private final MaeBand maes = new MaeBand();
  private final ChartPane chart;

  /**
   * An empty box.
   *
   * @param why the first two runs differ
   */
  VerdictBox(ObservableStringValue why, Desk desk) {
    super(8);
    chart = new ChartPane(maes, "Errors of the picked runs, and what the seed makes", desk.dark());
    Label reasons = Ui.prose("", "usual");
    reasons.setId("why");
    reasons.textProperty().bind(why);
    why.subscribe(
        says -> {
          reasons.setVisible(!says.isEmpty());
          reasons.setManaged(!says.isEmpty());
        });
    pairs.setFitToWidth(true);
    pairs.setPrefHeight(ROOM);
    pairs.setMinHeight(ROOM / 2);
    getChildren().addAll(verdicts, pairs, reasons, chart);
  }

  void show(RunComparison comparison) {
    verdicts.getChildren().clear();
    List<PairedVerdict> found = comparison.verdicts();
    if (found.size() != 1 && !comparison.sentence().isEmpty()) {
      verdicts.getChildren().add(Ui.prose(comparison.sentence(), "setting-name"));
    }
    // One pair is told in full; many are scrolled, so that what differs keeps its room.
    boolean many = found.size() > 1;
    var all = new VBox(6);
    found.forEach(pair -> (many ? all : verdicts).getChildren().add(notice(pair)));
    pairs.setContent(all);
    pairs.setVisible(many);
    pairs.setManaged(many);
    NoiseBand noise = comparison.noise();
    if (found.isEmpty() && noise != null) {
      verdicts.getChildren().add(Ui.prose(words(noise), "usual"));
    }
    errors(comparison.runs(), noise);
  }

  /** Grey where the seed alone makes such differences. */
  private static Notice notice(PairedVerdict v) {
    var text = new SimpleStringProperty(words(v));
    Notice notice = v.sure() ? Notice.success(text) : Notice.warning(text);
    if (v.greyed()) {
      notice.getStyleClass().add("greyed");
    }
    return notice;
  }

  /** Errors with their intervals, where there is more than one to look at. */
  private void errors(List<RunRecord> runs, @Nullable NoiseBand noise) {
    List<MaeBand.Run> scored =
        runs.stream()
            .filter(run -> !run.scores().isEmpty())
            .map(run -> new MaeBand.Run(RunWords.name(run.summary()), run.scores().getLast()))
            .toList();
    boolean several = scored.size() > 1;
    chart.setVisible(several);
    chart.setManaged(several);
    double height = 66 + 26.0 * scored.size();
    chart.setMinHeight(height);
    chart.setMaxHeight(height);
    maes.show(several ? scored : List.of(), noise);
  }

  private static String words(PairedVerdict v) {
    return Show.text(
        "%s %d fixed, %d broken. RMSLE %+.3f (95 %%: %+.3f to %+.3f); signed ranks p = %.2g.",
        v.verdict(), v.fixed(), v.broken(), v.rmsle(), v.rmsleLow(), v.rmsleHigh(), v.wilcoxon());
  }

  private static String words(NoiseBand noise) {
    return Show.text(
        "The seed alone makes differences of up to %s: %d runs of these settings.",
        Show.dollars(noise.difference()), noise.runs().size());
  }
}
