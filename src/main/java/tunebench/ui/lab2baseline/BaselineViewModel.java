package tunebench.ui.lab2baseline;

import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import tunebench.protocol.Task;
import tunebench.run.DataChoice;
import tunebench.run.DecoderChoice;
import tunebench.run.EvaluateSpec;
import tunebench.run.ModelChoice;
import tunebench.ui.control.Formats;
import tunebench.ui.pane.EvaluationViewModel;
import tunebench.ui.pane.Order;
import tunebench.ui.work.Desk;

/** The untrained model on products that it has never seen, in one format at a time. */
public final class BaselineViewModel {
  private final Desk desk;
  private final EvaluationViewModel evaluation;
  private final StringProperty format = new SimpleStringProperty("nf4-double");
  private final StringProperty decoder = new SimpleStringProperty("generate");
  private final IntegerProperty rows = new SimpleIntegerProperty(250);
  private final ReadOnlyStringWrapper missing = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper before = new ReadOnlyStringWrapper("");

  public BaselineViewModel(Desk desk) {
    this.desk = desk;
    this.evaluation = new EvaluationViewModel(desk);
    evaluation.orderProperty().set(Order.NEWEST);
    desk.workspace().modelProperty().subscribe(model -> tellMissing());
    desk.workspace().datasetProperty().subscribe(data -> tellMissing());
  }

  private void tellMissing() {
    missing.set(
        desk.workspace().choice() == null || desk.draft().data() == null
            ? "Choose a model and products on the left first."
            : "");
  }

  /** Prices the first rows of the test part with the model as it is. */
  public void start() {
    ModelChoice model = desk.workspace().choice();
    DataChoice data = desk.draft().data();
    if (model == null || data == null) {
      tellMissing();
      return;
    }
    problem.set("");
    var spec =
        new EvaluateSpec(
            "untrained, " + Formats.name(format.get()),
            new ModelChoice(model.folder(), format.get(), model.device()),
            "",
            "last",
            data,
            "test",
            rows.get(),
            new DecoderChoice(decoder.get(), 4),
            8,
            desk.draft().trainingProperty().get().maxTokens(),
            true);
    desk.jobs()
        .submit(
            new Task.Evaluate(spec),
            job -> {
              before.set(evaluation.run());
              evaluation.show(job.run());
            },
            problem::set);
  }

  /** Puts the evaluation that was shown before beside this one, such as one in another format. */
  public void besideBefore() {
    if (!before.get().isEmpty()) {
      evaluation.beside(before.get());
    }
  }

  /** The evaluation that was shown before this one; "" where there is none. */
  public ReadOnlyStringProperty beforeProperty() {
    return before.getReadOnlyProperty();
  }

  public EvaluationViewModel evaluation() {
    return evaluation;
  }

  /** The format that the model is held in. */
  public StringProperty formatProperty() {
    return format;
  }

  /** {@code generate}, {@code top-k}, {@code mean} or {@code median}. */
  public StringProperty decoderProperty() {
    return decoder;
  }

  public IntegerProperty rowsProperty() {
    return rows;
  }

  public ReadOnlyStringProperty missingProperty() {
    return missing.getReadOnlyProperty();
  }

  public ReadOnlyStringProperty problemProperty() {
    return problem.getReadOnlyProperty();
  }
}
