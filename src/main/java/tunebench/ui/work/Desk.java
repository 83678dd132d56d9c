package tunebench.ui.work;

import java.util.function.Consumer;
import javafx.beans.property.BooleanProperty;
import tunebench.client.ServiceClient;
import tunebench.protocol.Reply;
import tunebench.protocol.Request;

/**
 * What every screen is given.
 *
 * @param dark whether the dark theme is on
 * @param go opens a place of the window
 * @param openRun shows a run in the lab that it belongs to
 */
public record Desk(
    Work work,
    ServiceClient client,
    EventFeed feed,
    Workspace workspace,
    Draft draft,
    JobBoard jobs,
    RunShelf runs,
    LabJournal journal,
    Chooser chooser,
    BooleanProperty dark,
    Consumer<Place> go,
    Consumer<String> openRun) {

  /** Asks the service, away from the FX thread. */
  public <R extends Reply> Work.Call<R> ask(Request<R> request) {
    return work.call(() -> client.send(request));
  }
}
