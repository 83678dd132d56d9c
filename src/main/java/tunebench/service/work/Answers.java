package tunebench.service.work;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import tunebench.protocol.DataRequest;
import tunebench.protocol.HubRequest;
import tunebench.protocol.JobRequest;
import tunebench.protocol.ModelRequest;
import tunebench.protocol.Reply;
import tunebench.protocol.Request;
import tunebench.protocol.RunRequest;
import tunebench.protocol.ServiceRequest;
import tunebench.protocol.TrustRequest;
import tunebench.service.http.Dispatcher;
import tunebench.service.job.JobQueue;
import tunebench.service.job.JobWork;
import tunebench.service.job.WaitingJob;

/** Sends each request to the one that can answer it. */
public final class Answers implements Dispatcher {
  private final Engine engine;
  private final ServiceHandler service;
  private final ModelHandler models;
  private final DataHandler data;
  private final JobHandler jobs;
  private final RunHandler runs;
  private final TrustHandler trust;

  /**
   * Sets up.
   *
   * @param shipped folder with {@code assets} and {@code sample-data}
   * @param stop ends the service, later and on another thread
   */
  public Answers(Engine engine, JobQueue queue, Path shipped, Runnable stop) {
    this.engine = engine;
    this.service = new ServiceHandler(engine, Instant.now(), shipped, stop);
    this.models = new ModelHandler(engine, shipped);
    this.data = new DataHandler(engine);
    this.jobs = new JobHandler(engine, queue, shipped);
    this.runs = new RunHandler(engine, queue);
    this.trust = new TrustHandler(engine);
  }

  /** What a job does that the last process left waiting. */
  public JobWork work(WaitingJob job) {
    return jobs.work(job.task(), job.run());
  }

  /** Sends on what runs of an earlier process told trackers that did not listen. */
  public void sendBacklogs() {
    Telling.sendBacklogs(engine);
  }

  @Override
  public Reply answer(Request<?> request) {
    try {
      return switch (request) {
        case ServiceRequest<?> r -> service.answer(r);
        case ModelRequest<?> r -> models.answer(r);
        case DataRequest<?> r -> data.answer(r);
        case JobRequest<?> r -> jobs.answer(r);
        case RunRequest<?> r -> runs.answer(r);
        case HubRequest<?> r -> HubDesk.answer(engine, r);
        case TrustRequest<?> r -> trust.answer(r);
      };
    } catch (IOException e) {
      throw new UncheckedIOException(Failures.sentence(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the service is ending", e);
    }
  }
}
