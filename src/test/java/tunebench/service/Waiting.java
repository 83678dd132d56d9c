package tunebench.service;

import static org.assertj.core.api.Assertions.fail;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import tunebench.client.ServiceClient;
import tunebench.protocol.DataRequest;
import tunebench.protocol.Event;
import tunebench.protocol.JobInfo;
import tunebench.protocol.JobReply;
import tunebench.protocol.JobRequest;
import tunebench.protocol.JobState;
import tunebench.protocol.RunRequest;
import tunebench.protocol.Task;
import tunebench.run.RunRecord;
import tunebench.run.StepPoint;

/** What tests do with a client, in one word each. */
public final class Waiting {
  private static final long SECONDS = 240;

  private Waiting() {}

  /** Waits for an event; {@code act} runs once the events are listened to. */
  public static <E extends Event> E event(
      ServiceClient client, Class<E> type, Predicate<E> wanted, Runnable act) {
    BlockingQueue<E> found = new LinkedBlockingQueue<>();
    CountDownLatch connected = new CountDownLatch(1);
    try (var _ =
        client.follow(
            null,
            numbered -> {
              if (type.isInstance(numbered.event()) && wanted.test(type.cast(numbered.event()))) {
                found.add(type.cast(numbered.event()));
              }
            },
            now -> connected.countDown())) {
      connected.await();
      act.run();
      E event = found.poll(SECONDS, TimeUnit.SECONDS);
      return event == null ? fail("no such " + type.getSimpleName() + " came") : event;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Waits until a job is in a state; fails at once when it ends in another. */
  public static JobReply.JobDetail state(ServiceClient client, String job, JobState wanted) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    JobReply.JobDetail detail = client.send(new JobRequest.Job(job));
    while (detail.job().state() != wanted) {
      if (detail.job().state().ended() || System.nanoTime() > deadline) {
        return fail("the job is " + detail);
      }
      LockSupport.parkNanos(5_000_000);
      detail = client.send(new JobRequest.Job(job));
    }
    return detail;
  }

  public static JobInfo submit(ServiceClient client, Task task) {
    return client.send(new JobRequest.Submit(task)).job();
  }

  public static String dataset(ServiceClient client, Path csv) {
    return client
        .send(new DataRequest.Import(csv.toString(), DataRequest.ImportChoice.standard()))
        .id();
  }

  public static RunRecord run(ServiceClient client, String run) {
    return client.send(new RunRequest.Run(run)).run();
  }

  public static List<StepPoint> steps(ServiceClient client, String run) {
    return client.send(new RunRequest.Steps(run, 0, 0)).steps();
  }
}
