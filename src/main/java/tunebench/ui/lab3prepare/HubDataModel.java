package tunebench.ui.lab3prepare;

import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import tunebench.protocol.HubReply.HubHeldRepo;
import tunebench.protocol.HubRequest;
import tunebench.protocol.JobInfo;
import tunebench.protocol.JobRequest;
import tunebench.protocol.JobState;
import tunebench.protocol.Task;
import tunebench.ui.control.Show;
import tunebench.ui.work.Desk;

/** A dataset of the Hub by its name: fetched, unless it is here already, and read like a file. */
public final class HubDataModel {
  private final Desk desk;
  private final Consumer<String> open;
  private final StringProperty name = new SimpleStringProperty("");
  private final StringProperty part = new SimpleStringProperty("");
  private final ObservableList<String> held = FXCollections.observableArrayList();
  private final ReadOnlyStringWrapper state = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper job = new ReadOnlyStringWrapper("");

  /**
   * Nothing is asked of the network before {@link #fetch}.
   *
   * @param open reads the file that was fetched, by {@code org/name@revision:part}
   */
  HubDataModel(Desk desk, Consumer<String> open) {
    this.desk = desk;
    this.open = open;
    desk.jobs().jobs().addListener((ListChangeListener<JobInfo>) change -> follow());
    desk.ask(new HubRequest.HubHeld())
        .then(
            reply ->
                held.setAll(
                    reply.held().stream()
                        .filter(repo -> repo.dataset() && repo.whole())
                        .map(HubHeldRepo::name)
                        .toList()))
        .otherwise(problem::set)
        .start();
  }

  /** Brings the dataset onto the service's machine, and opens it when it is there. */
  public void fetch() {
    String wanted = name.get().strip();
    problem.set("");
    if (!wanted.matches("[^/\\s:@]+/[^/\\s:@]+(@[^\\s:@]+)?")) {
      problem.set(
          "A dataset's name reads org/name, or org/name@revision for one state of it; "
              + (wanted.isEmpty() ? "none was given." : "\"" + wanted + "\" does not."));
      return;
    }
    if (held.contains(wanted)) {
      arrived(wanted);
      return;
    }
    state.set("Asking the Hub …");
    desk.jobs()
        .submit(
            new Task.Download(wanted, true),
            queued -> {
              job.set(queued.id());
              follow();
            },
            why -> {
              state.set("");
              problem.set(why);
            });
  }

  /** Stops the download; what has come is kept. */
  public void cancel() {
    if (!job.get().isEmpty()) {
      desk.jobs().order(new JobRequest.Cancel(job.get()), problem::set);
    }
  }

  private void follow() {
    desk.jobs().jobs().stream()
        .filter(now -> now.id().equals(job.get()))
        .findFirst()
        .ifPresent(this::show);
  }

  private void show(JobInfo now) {
    if (!now.state().ended()) {
      state.set(
          now.total() == 0
              ? "Asking the Hub …"
              : Show.text("%s of %s", Show.bytes(now.done()), Show.bytes(now.total())));
      return;
    }
    job.set("");
    state.set("");
    if (now.state() == JobState.DONE) {
      arrived(name.get().strip());
    } else if (now.state() == JobState.FAILED) {
      problem.set(now.problem());
    }
  }

  private void arrived(String wanted) {
    open.accept(part.get().isBlank() ? wanted : wanted + ":" + part.get().strip());
  }

  /** {@code org/name} or {@code org/name@revision}. */
  public StringProperty nameProperty() {
    return name;
  }

  /** The split, such as {@code train}, or how a file's path begins; "" where there is one table. */
  public StringProperty partProperty() {
    return part;
  }

  /** The datasets that are on this machine already. */
  public ObservableList<String> held() {
    return held;
  }

  /** How far the download is; "" while there is none. */
  public ReadOnlyStringProperty stateProperty() {
    return state.getReadOnlyProperty();
  }

  /** The download's job, "" for none. */
  public ReadOnlyStringProperty jobProperty() {
    return job.getReadOnlyProperty();
  }

  public ReadOnlyStringProperty problemProperty() {
    return problem.getReadOnlyProperty();
  }
}
