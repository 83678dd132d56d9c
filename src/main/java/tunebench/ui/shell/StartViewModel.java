package tunebench.ui.shell;

import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import tunebench.protocol.DataReply.DatasetInfo;
import tunebench.protocol.DataRequest;
import tunebench.protocol.ModelReply.ModelInfo;
import tunebench.protocol.ServiceReply.Welcome;
import tunebench.run.RunSummary;
import tunebench.ui.work.Desk;
import tunebench.ui.work.Place;

/** The first screen: one click to something real, and what was used before. */
public final class StartViewModel {
  private final Desk desk;
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper resumable = new ReadOnlyStringWrapper("");

  public StartViewModel(Desk desk) {
    this.desk = desk;
    desk.workspace().whenWelcome(welcome -> resumable(welcome.runsToResume()));
  }

  private void resumable(int waiting) {
    if (waiting > 0) {
      resumable.set(
          waiting == 1
              ? "A run was interrupted and can go on from its last checkpoint: open it under Runs."
              : waiting
                  + " runs were interrupted and can go on from their last checkpoints: open"
                  + " them under Runs.");
    }
  }

  /** Opens the model that ships in lab 1, and makes its data ready for the others. */
  public void begin() {
    if (desk.workspace().welcomeProperty().get() == null) {
      // The lab is entered at once; it fills when the service is there.
      desk.go().accept(Place.QUANTIZE);
    }
    desk.workspace().whenWelcome(this::begin);
  }

  private void begin(Welcome welcome) {
    if (welcome.bundledModel().isEmpty()) {
      problem.set("No model ships with this build. Open a model folder on the left.");
      return;
    }
    desk.workspace().openModel(welcome.bundledModel());
    openSample(welcome, () -> {});
    desk.go().accept(Place.QUANTIZE);
  }

  /** Imports the products that ship, unless that was done before, and opens lab 3. */
  public void prepareSample() {
    desk.workspace()
        .whenWelcome(welcome -> openSample(welcome, () -> desk.go().accept(Place.PREPARE)));
  }

  private void openSample(Welcome welcome, Runnable then) {
    String file = welcome.sampleCsv();
    for (DatasetInfo known : desk.workspace().datasets()) {
      if (known.file().equals(file)) {
        desk.workspace().datasetProperty().set(known);
        then.run();
        return;
      }
    }
    if (file.isEmpty()) {
      then.run();
      return;
    }
    desk.ask(new DataRequest.Import(file, DataRequest.ImportChoice.standard()))
        .then(
            imported -> {
              desk.workspace().opened(imported);
              then.run();
            })
        .otherwise(problem::set)
        .start();
  }

  public void open(ModelInfo model) {
    desk.workspace().modelProperty().set(model);
    desk.go().accept(Place.QUANTIZE);
  }

  public void open(DatasetInfo dataset) {
    desk.workspace().datasetProperty().set(dataset);
    desk.go().accept(Place.PREPARE);
  }

  public void open(RunSummary run) {
    desk.openRun().accept(run.id());
  }

  /** Why something did not open; "" where all is well. */
  public ReadOnlyStringProperty problemProperty() {
    return problem.getReadOnlyProperty();
  }

  /** That there are runs to resume; "" where there are none. */
  public ReadOnlyStringProperty resumableProperty() {
    return resumable.getReadOnlyProperty();
  }
}
