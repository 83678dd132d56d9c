package tunebench.launch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import tunebench.BadInputException;
import tunebench.client.HttpServiceClient;
import tunebench.client.ServiceException;
import tunebench.client.ServiceProcess;
import tunebench.protocol.JobInfo;
import tunebench.protocol.JobReply;
import tunebench.protocol.JobRequest;
import tunebench.protocol.JobState;
import tunebench.protocol.Outcome;
import tunebench.protocol.Reply;
import tunebench.protocol.Request;
import tunebench.protocol.Task;
import tunebench.service.Service;

/** The service of a home folder, for a command: the one that runs, or one within this process. */
final class LocalService implements AutoCloseable {
  private static final long EVERY_NANOS = 20_000_000;

  private final @Nullable HttpServiceClient client;
  private final @Nullable Service service;

  private LocalService(@Nullable HttpServiceClient client, @Nullable Service service) {
    this.client = client;
    this.service = service;
  }

  static LocalService at(Path home) throws IOException {
    Optional<HttpServiceClient> running =
        ServiceProcess.ofThisProgram(home, Main.class.getName(), List.of()).attach();
    return running.isPresent()
        ? new LocalService(running.get(), null)
        : new LocalService(null, Service.open(home, Shipped.root()));
  }

  @SuppressWarnings("unchecked") // Each request is answered with its own reply.
  <R extends Reply> R send(Request<R> request) {
    HttpServiceClient far = client;
    Service near = service;
    if (far != null) {
      return far.send(request);
    }
    if (near == null) {
      throw new IllegalStateException("there is no service");
    }
    return (R) near.answer(request);
  }

  /** Queues a task, tells how it goes, and waits for what it yields. */
  Outcome await(Task task, ConsoleProgress progress) {
    JobInfo job = send(new JobRequest.Submit(task)).job();
    while (true) {
      JobReply.JobDetail detail = send(new JobRequest.Job(job.id()));
      JobInfo now = detail.job();
      Outcome outcome = detail.outcome();
      if (now.state() == JobState.DONE && outcome != null) {
        return outcome;
      }
      if (now.state() == JobState.FAILED) {
        throw new BadInputException(now.problem());
      }
      if (now.state().ended() || now.state() == JobState.PAUSED) {
        throw new ServiceException("The work was stopped by somebody else.", null);
      }
      String stage = now.state() == JobState.QUEUED ? "waiting for the device" : now.stage();
      progress.at(now.title() + ": " + stage, now.done(), now.total());
      LockSupport.parkNanos(EVERY_NANOS);
    }
  }

  @Override
  public void close() throws IOException {
    if (client != null) {
      client.close();
    }
    if (service != null) {
      service.close();
    }
  }
}
