package tunebench.ui.shell;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import tunebench.protocol.Event;
import tunebench.protocol.JobInfo;
import tunebench.protocol.JobRequest;
import tunebench.protocol.ServiceReply.LibtorchState;
import tunebench.protocol.ServiceRequest;
import tunebench.protocol.Task;
import tunebench.ui.control.Show;
import tunebench.ui.work.Desk;

/** Which libtorch computes, and the way to one for the GPU: fetched on demand, or a folder. */
final class LibtorchViewModel {
  private final Desk desk;
  private final ReadOnlyStringWrapper state = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper offer = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper done = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
  private final ReadOnlyDoubleWrapper progress = new ReadOnlyDoubleWrapper(0);
  private final ReadOnlyBooleanWrapper fetching = new ReadOnlyBooleanWrapper();
  private String job = "";

  LibtorchViewModel(Desk desk) {
    this.desk = desk;
    desk.feed().listen(this::heard);
    refresh();
  }

  private void refresh() {
    desk.ask(new ServiceRequest.Libtorch()).then(this::show).otherwise(problem::set).start();
  }

  private void show(LibtorchState found) {
    state.set(Show.text("libtorch %s, %s. %s", found.version(), found.flavour(), found.why()));
    offer.set(
        found.wanted().isEmpty()
            ? ""
            : Show.text(
                "%s would serve this machine's GPU: about %s from the network%s.",
                found.wanted(),
                Show.bytes(found.wantedBytes()),
                found.partialBytes() > 0
                    ? ", of which " + Show.bytes(found.partialBytes()) + " are here already"
                    : ""));
    done.set(
        found.restart() ? "Another libtorch is chosen; it is used from the next start on." : "");
  }

  /** Fetches the build for the GPU; the one thing here that uses the network. */
  void fetch() {
    problem.set("");
    fetching.set(true);
    desk.jobs()
        .submit(
            new Task.FetchLibtorch(""),
            queued -> {
              job = queued.id();
              follow(queued);
            },
            this::fail);
  }

  /** Stops the download; what came so far is kept. */
  void stop() {
    if (!job.isEmpty()) {
      desk.jobs().order(new JobRequest.Cancel(job), problem::set);
    }
  }

  /** Names a folder with another build. */
  void use(String folder) {
    problem.set("");
    desk.ask(new ServiceRequest.UseLibtorch(folder))
        .then(this::show)
        .otherwise(problem::set)
        .start();
  }

  private void heard(Event event) {
    if (event instanceof Event.JobChanged changed && changed.job().id().equals(job)) {
      follow(changed.job());
    }
  }

  private void follow(JobInfo now) {
    progress.set(now.total() > 0 ? (double) now.done() / now.total() : -1);
    if (now.state().ended()) {
      job = "";
      fetching.set(false);
      progress.set(0);
      problem.set(now.problem());
      refresh();
    }
  }

  private void fail(String why) {
    fetching.set(false);
    problem.set(why);
  }

  /** What is loaded and why. */
  ReadOnlyStringProperty stateProperty() {
    return state.getReadOnlyProperty();
  }

  /** What could be fetched, with its size; "" where nothing would serve better. */
  ReadOnlyStringProperty offerProperty() {
    return offer.getReadOnlyProperty();
  }

  /** What the next start brings; "" for nothing new. */
  ReadOnlyStringProperty doneProperty() {
    return done.getReadOnlyProperty();
  }

  ReadOnlyStringProperty problemProperty() {
    return problem.getReadOnlyProperty();
  }

  /** From 0 to 1; -1 while not known. */
  ReadOnlyDoubleProperty progressProperty() {
    return progress.getReadOnlyProperty();
  }

  ReadOnlyBooleanProperty fetchingProperty() {
    return fetching.getReadOnlyProperty();
  }
}
