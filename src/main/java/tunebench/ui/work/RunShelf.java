package tunebench.ui.work;

import java.util.Optional;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import tunebench.client.ServiceClient;
import tunebench.protocol.Event;
import tunebench.protocol.RunRequest;
import tunebench.run.RunFilter;
import tunebench.run.RunSummary;

/** The runs in the store, newest first, kept up to date by events. */
public final class RunShelf {
  private static final int MOST = 1000;

  private final Work work;
  private final ServiceClient client;
  private final ObservableList<RunSummary> runs = FXCollections.observableArrayList();
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");

  public RunShelf(Work work, ServiceClient client, EventFeed feed) {
    this.work = work;
    this.client = client;
    feed.listen(this::heard);
  }

  public void refresh() {
    work.call(() -> client.send(new RunRequest.Runs(RunFilter.newest(MOST))).runs())
        .then(
            found -> {
              problem.set("");
              runs.setAll(found);
            })
        .otherwise(problem::set)
        .start();
  }

  public ObservableList<RunSummary> runs() {
    return runs;
  }

  public Optional<RunSummary> find(String id) {
    return runs.stream().filter(run -> run.id().equals(id)).findFirst();
  }

  /** Why the list could not be read; "" where it could. */
  public ReadOnlyStringProperty problemProperty() {
    return problem.getReadOnlyProperty();
  }

  private void heard(Event event) {
    switch (event) {
      case Event.RunChanged changed -> take(changed.run());
      case Event.RunDeleted deleted -> runs.removeIf(run -> run.id().equals(deleted.run()));
      case Event.Gap gap -> refresh();
      default -> {}
    }
  }

  private void take(RunSummary run) {
    for (int i = 0; i < runs.size(); i++) {
      if (runs.get(i).id().equals(run.id())) {
        runs.set(i, run);
        return;
      }
    }
    runs.addFirst(run);
  }
}
