package tunebench.launch;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import tunebench.protocol.DataReply;
import tunebench.protocol.DataRequest;
import tunebench.protocol.JobInfo;
import tunebench.protocol.JobReply;
import tunebench.protocol.JobRequest;
import tunebench.protocol.JobState;
import tunebench.protocol.Reply;
import tunebench.protocol.Request;
import tunebench.protocol.Task;
import tunebench.run.AdapterChoice;
import tunebench.run.CheckpointChoice;
import tunebench.run.DataChoice;
import tunebench.run.Hyperparameters;
import tunebench.run.ModelChoice;
import tunebench.run.TrainSpec;
import tunebench.service.Service;
import tunebench.tensor.Devices;
import tunebench.tensor.MemoryMeter;

/**
 * Trains in a service, pauses, and measures how much of the run's device memory is given back, and
 * how soon.
 *
 * @param model folder
 * @param quantization format to hold it in
 * @param batch rows of a step
 */
record PauseTrial(Path model, Devices device, String quantization, int batch, PrintWriter out) {
  private static final double SHARE = 0.95;
  private static final double SECONDS = 15;
  private static final int STEPS = 3;
  private static final long LOOK_NANOS = 20_000_000;

  /** Returns the exit code: 1 where too little came back, or too late. */
  int run() throws IOException {
    Path home = Files.createTempDirectory("tunebench-pause");
    try (Service service = Service.open(home, Shipped.root())) {
      // A first run, so that what PyTorch loads once is not taken for the run's.
      JobInfo first = submit(service, spec(service, STEPS + 1));
      await(service, first, JobState.DONE);
      try (MemoryMeter meter = MemoryMeter.start(device.device())) {
        return paused(service, meter);
      }
    } finally {
      delete(home);
    }
  }

  private int paused(Service service, MemoryMeter meter) {
    JobInfo job = submit(service, spec(service, 10_000));
    while (!info(service, job).unit().equals("steps") || info(service, job).done() < STEPS) {
      LockSupport.parkNanos(LOOK_NANOS);
      failed(info(service, job));
    }
    long held = meter.peak();
    long start = System.nanoTime();
    ask(service, new JobRequest.Pause(job.id()));
    double seconds;
    double freed;
    do {
      LockSupport.parkNanos(LOOK_NANOS);
      seconds = (System.nanoTime() - start) / 1e9;
      freed = 1 - (double) meter.now() / held;
    } while (seconds < SECONDS && (freed < SHARE || info(service, job).state() != JobState.PAUSED));
    out.printf(
        Locale.ROOT,
        "The run held %.1f MB; %.1f s after the pause was asked for, %.1f %% were free again.%n",
        held / 1e6,
        seconds,
        100 * freed);
    out.flush();
    ask(service, new JobRequest.Cancel(job.id()));
    return freed >= SHARE && seconds < SECONDS ? 0 : 1;
  }

  private TrainSpec spec(Service service, int steps) {
    DataReply.DatasetInfo data =
        ask(
            service,
            new DataRequest.Import(
                Shipped.products().toString(), DataRequest.ImportChoice.standard()));
    Hyperparameters h = Hyperparameters.course();
    return new TrainSpec(
        "pause",
        new ModelChoice(model.toString(), quantization, device.isGpu() ? "gpu" : "cpu"),
        new DataChoice(data.id(), "V1", 0, 0, 8, 42),
        AdapterChoice.course(),
        new Hyperparameters(
            1_000,
            batch,
            1,
            h.learningRate(),
            h.warmupRatio(),
            h.weightDecay(),
            h.maxGradientNorm(),
            h.maxTokens(),
            false,
            false,
            false,
            true,
            steps,
            42),
        new CheckpointChoice(1_000_000, 1, 0, 0, 0, 0, 0));
  }

  private static JobInfo submit(Service service, TrainSpec spec) {
    return ask(service, new JobRequest.Submit(new Task.Train(spec))).job();
  }

  private static void await(Service service, JobInfo job, JobState wanted) {
    while (info(service, job).state() != wanted) {
      LockSupport.parkNanos(LOOK_NANOS);
      failed(info(service, job));
    }
  }

  private static void failed(JobInfo job) {
    if (job.state() == JobState.FAILED) {
      throw new IllegalStateException("The run failed: " + job.problem());
    }
  }

  private static JobInfo info(Service service, JobInfo job) {
    JobReply.JobDetail detail = ask(service, new JobRequest.Job(job.id()));
    return detail.job();
  }

  @SuppressWarnings("unchecked") // A request's type parameter names its reply.
  private static <R extends Reply> R ask(Service service, Request<R> request) {
    return (R) service.answer(request);
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
