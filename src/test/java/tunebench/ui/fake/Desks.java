package tunebench.ui.fake;

import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.SimpleBooleanProperty;
import tunebench.protocol.ServiceRequest;
import tunebench.ui.work.Chooser;
import tunebench.ui.work.Desk;
import tunebench.ui.work.Draft;
import tunebench.ui.work.EventFeed;
import tunebench.ui.work.JobBoard;
import tunebench.ui.work.LabJournal;
import tunebench.ui.work.Place;
import tunebench.ui.work.RunShelf;
import tunebench.ui.work.Work;
import tunebench.ui.work.Workspace;

/** A desk without a window: all work is done at once, on the test's own thread. */
public final class Desks {
  private final List<Place> visited = new ArrayList<>();
  private final List<String> opened = new ArrayList<>();
  private final Desk desk;

  private Desks(FakeService fake, Work work) {
    var feed = new EventFeed(work);
    var space = new Workspace(work, fake, fake.send(new ServiceRequest.Hello()));
    var jobs = new JobBoard(work, fake, feed);
    var runs = new RunShelf(work, fake, feed);
    desk =
        new Desk(
            work,
            fake,
            feed,
            space,
            new Draft(space),
            jobs,
            runs,
            new LabJournal(work, fake, feed),
            Chooser.none(),
            new SimpleBooleanProperty(),
            visited::add,
            opened::add);
    var _ = feed.connect(fake);
    space.refresh();
    jobs.refresh();
    runs.refresh();
  }

  /** A desk at this service. */
  public static Desks at(FakeService fake) {
    return new Desks(fake, Work.here());
  }

  /** The same with another way to leave the thread. */
  public static Desks at(FakeService fake, Work work) {
    return new Desks(fake, work);
  }

  public Desk desk() {
    return desk;
  }

  /** Where the view model went. */
  public List<Place> visited() {
    return visited;
  }

  /** The runs that it opened. */
  public List<String> opened() {
    return opened;
  }
}
