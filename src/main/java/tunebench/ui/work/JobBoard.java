package tunebench.ui.work;

import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;
import tunebench.client.ServiceClient;
import tunebench.protocol.Event;
import tunebench.protocol.JobInfo;
import tunebench.protocol.JobReply.JobDetail;
import tunebench.protocol.JobRequest;
import tunebench.protocol.JobState;
import tunebench.protocol.Task;

/** The service's queue as this window knows it, newest first. */
public final class JobBoard {
  private final Work work;
  private final ServiceClient client;
  private final ObservableList<JobInfo> jobs = FXCollections.observableArrayList();
  private final ReadOnlyObjectWrapper<@Nullable JobInfo> running = new ReadOnlyObjectWrapper<>();

  public JobBoard(Work work, ServiceClient client, EventFeed feed) {
    this.work = work;
    this.client = client;
    feed.listen(this::heard);
  }

  /** Asks for the whole queue, at the start and after events were lost. */
  public void refresh() {
    work.call(() -> client.send(new JobRequest.Jobs()).jobs())
        .then(
            found -> {
              jobs.setAll(found);
              chooseRunning();
            })
        .start();
  }

  /** Queues a task; {@code then} hears of the job, {@code otherwise} why there is none. */
  public void submit(Task task, Consumer<JobInfo> then, Consumer<String> otherwise) {
    work.call(() -> client.send(new JobRequest.Submit(task)).job())
        .then(
            job -> {
              take(job);
              then.accept(job);
            })
        .otherwise(otherwise)
        .start();
  }

  /** Asks something of a job, such as {@link JobRequest.Pause}. */
  public void order(JobRequest<JobDetail> order, Consumer<String> otherwise) {
    work.call(() -> client.send(order).job()).then(this::take).otherwise(otherwise).start();
  }

  /** What a job that is done yielded. */
  public void outcome(String job, Consumer<JobDetail> then, Consumer<String> otherwise) {
    work.call(() -> client.send(new JobRequest.Job(job))).then(then).otherwise(otherwise).start();
  }

  /** The job that makes a run, the newest if there were several. */
  public Optional<JobInfo> ofRun(String run) {
    return jobs.stream().filter(job -> job.run().equals(run)).findFirst();
  }

  public ObservableList<JobInfo> jobs() {
    return jobs;
  }

  /** The job that has the device, or null. */
  public ReadOnlyObjectProperty<@Nullable JobInfo> runningProperty() {
    return running.getReadOnlyProperty();
  }

  private void heard(Event event) {
    if (event instanceof Event.JobChanged changed) {
      take(changed.job());
    } else if (event instanceof Event.Gap) {
      refresh();
    }
  }

  private void take(JobInfo job) {
    for (int i = 0; i < jobs.size(); i++) {
      if (jobs.get(i).id().equals(job.id())) {
        // The answer to an order may come behind an event that is newer.
        if (!jobs.get(i).state().ended() || job.state().ended()) {
          jobs.set(i, job);
        }
        chooseRunning();
        return;
      }
    }
    jobs.addFirst(job);
    chooseRunning();
  }

  private void chooseRunning() {
    running.set(
        jobs.stream()
            .filter(job -> job.state() == JobState.RUNNING || job.state() == JobState.PAUSING)
            .findFirst()
            .orElse(null));
  }
}
