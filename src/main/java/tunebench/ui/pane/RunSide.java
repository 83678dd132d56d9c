package tunebench.ui.pane;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import tunebench.run.Checkpoint;
import tunebench.run.RunRecord;
import tunebench.run.StepPoint;
import tunebench.ui.control.Columns;
import tunebench.ui.control.Facts;
import tunebench.ui.control.Facts.Fact;
import tunebench.ui.control.RunWords;
import tunebench.ui.control.SettingWords;
import tunebench.ui.control.Show;
import tunebench.ui.control.Ui;
import tunebench.ui.work.Work;

/** Beside the curves: the step that is pointed at with its rows, checkpoints, settings used. */
final class RunSide extends VBox {
  private final TableView<RowLoss> rows = new TableView<>();
  private final Label head = Ui.title("Last step");
  private final Facts figures;
  private final Facts settings;
  private final VBox checkpoints = new VBox(2);
  private final Label memory = Ui.prose("", "usual");

  /** A row of a step and its loss. */
  private record RowLoss(int line, double loss) {}

  RunSide(TrainingViewModel model, Work work) {
    super(10);
    figures = new Facts(work);
    settings = new Facts(work);
    // Names and values wrap, each in about its half.
    var called = new ColumnConstraints();
    called.setPercentWidth(56);
    var value = new ColumnConstraints();
    value.setPercentWidth(44);
    settings.getColumnConstraints().setAll(called, value);
    rows.setPlaceholder(Ui.label("No rows yet", "text-muted"));
    rows.setAccessibleText("Rows of the step, with their losses");
    rows.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
    rows.getColumns()
        .setAll(
            List.of(
                Columns.figure("Line", 90, RowLoss::line, v -> Show.text("%,.0f", v)),
                Columns.figure("Loss", 90, RowLoss::loss, Show::figure)));
    rows.setPrefHeight(34 + 4 * 30);
    rows.setMinHeight(34 + 4 * 30);
    Label hint =
        Ui.prose("Click on the loss, or use the arrow keys there, to point at a step.", "usual");
    var step = Ui.card(head, figures, rows, hint);
    var about =
        new VBox(
            10,
            Ui.card(Ui.title("Checkpoints"), checkpoints, memory),
            Ui.card(Ui.title("Settings that it used"), settings));
    getChildren().addAll(step, Ui.tall(TrainingPane.scroll(about)));
    model
        .pointedProperty()
        .subscribe(point -> show(point, point == null ? model.lastProperty().get() : point));
    model
        .lastProperty()
        .subscribe(
            last -> {
              if (model.pointedProperty().get() == null) {
                show(null, last);
              }
            });
    model.recordProperty().subscribe(record -> show(record));
  }

  private void show(@Nullable StepPoint pointed, @Nullable StepPoint step) {
    List<Fact> facts = new ArrayList<>();
    List<RowLoss> losses = new ArrayList<>();
    if (step == null) {
      head.setText("No step yet");
    } else {
      head.setText(Show.text(pointed == null ? "Last step: %,d" : "Step %,d", step.step()));
      facts.add(
          new Fact("Loss", Double.isNaN(step.loss()) ? "not a number" : Show.figure(step.loss())));
      facts.add(new Fact("Price token", Show.figure(step.priceLoss())));
      facts.add(new Fact("Learning rate", Show.short3(step.learningRate())));
      facts.add(new Fact("Gradient norm", Show.figure(step.gradientNorm())));
      facts.add(new Fact("Time", Show.text("%.2f s", step.seconds())));
      for (int i = 0; i < step.rows().size(); i++) {
        double loss = i < step.rowLosses().size() ? step.rowLosses().get(i) : Double.NaN;
        losses.add(new RowLoss(step.rows().get(i), loss));
      }
      losses.sort(Comparator.comparingDouble(RowLoss::loss).reversed());
    }
    figures.show(facts);
    rows.getItems().setAll(losses);
  }

  private void show(@Nullable RunRecord record) {
    List<Fact> facts = new ArrayList<>();
    if (record != null) {
      new TreeMap<>(record.settings())
          .forEach(
              (name, raw) ->
                  facts.add(new Fact(SettingWords.name(name), value(record, name, raw))));
    }
    settings.show(facts);
    checkpoints.getChildren().clear();
    memory.setText("");
    if (record == null) {
      return;
    }
    for (Checkpoint saved : record.checkpoints()) {
      String mae =
          Double.isNaN(saved.mae())
              ? ""
              : " · MAE " + Show.dollars(saved.mae()) + RunWords.flag(record, saved.mae());
      checkpoints
          .getChildren()
          .add(
              Ui.label(
                  Show.text("%s step %,d%s", saved.best() ? "★" : "·", saved.step(), mae),
                  "fact-value"));
    }
    if (!record.baselines().isEmpty()) {
      checkpoints.getChildren().add(Ui.prose(RunWords.baselines(record), "usual"));
    }
    if (record.checkpoints().isEmpty()) {
      checkpoints.getChildren().add(Ui.prose("None saved yet.", "text-muted"));
    }
    if (record.planBytes() > 0) {
      memory.setText(
          "Memory planned: "
              + Show.bytes(record.planBytes())
              + (record.peakBytes() > 0 ? "; measured: " + Show.bytes(record.peakBytes()) : ""));
    }
  }

  /** Names for what the record holds by id or by path. */
  private static String value(RunRecord record, String setting, String raw) {
    return switch (setting) {
      case "data.dataset" -> record.provenance().datasetName();
      case "model.folder" -> record.provenance().modelName();
      default -> SettingWords.value(setting, raw);
    };
  }
}
