package tunebench.service.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tunebench.hub.FakeHub;
import tunebench.protocol.DataRequest;
import tunebench.protocol.Event;
import tunebench.protocol.JobInfo;
import tunebench.protocol.JobReply;
import tunebench.protocol.JobRequest;
import tunebench.protocol.JobState;
import tunebench.protocol.Numbered;
import tunebench.protocol.Task;
import tunebench.protocol.Wire;
import tunebench.run.DataChoice;
import tunebench.run.DecoderChoice;
import tunebench.run.EvaluateSpec;
import tunebench.run.ModelChoice;
import tunebench.run.TrainSpec;
import tunebench.service.TinyShop;
import tunebench.service.Waiting;
import tunebench.service.libtorch.FileServer;
import tunebench.tensor.Libtorch;

/**
 * Every kind of task, as a real job, says while it runs how far it is, how fast, how long it takes
 * yet, and what memory it took. A kind that is new and not tried here fails the test.
 */
class EveryJobSaysTest extends ServedShop {
  private final Queue<Numbered> events = new ConcurrentLinkedQueue<>();

  @AfterEach
  void forget() {
    List.of("HF_ENDPOINT", "HF_HOME", "HF_TOKEN", "tunebench.libtorch.url")
        .forEach(System::clearProperty);
  }

  @Test
  void progressRateTimeLeftAndPeakMemory() throws Exception {
    try (FakeHub hub = hub();
        FileServer libtorch = libtorch()) {
      Task resumed = new Task.ResumeRun(paused());
      var _ = client.follow(null, events::add, now -> {});
      Map<Class<?>, JobInfo> jobs = new LinkedHashMap<>();
      TrainSpec spec = TinyShop.spec(model, dataset, 6, 3);
      JobReply.JobDetail trained = done(new Task.Train(spec), jobs);
      for (Task task : others(spec, trained.job().run())) {
        done(task, jobs);
      }
      done(resumed, jobs);
      // Those that queue runs leave them behind.
      client.send(new JobRequest.Jobs()).jobs().stream()
          .filter(job -> !job.state().ended())
          .forEach(job -> Waiting.state(client, job.id(), JobState.DONE));
      Waiting.event(
          client,
          Event.RunDeleted.class,
          deleted -> true,
          () -> service.events().tell(new Event.RunDeleted("the last event")));

      assertThat(jobs.keySet())
          .as("every kind of task is tried")
          .isEqualTo(new HashSet<>(Wire.leaves(Task.class)));
      List<String> silent = new ArrayList<>();
      jobs.forEach((kind, job) -> silent.addAll(missing(kind.getSimpleName(), job)));
      assertThat(silent).isEmpty();
      assertThat(hub.names()).isNotEmpty();
      assertThat(libtorch.address()).isNotEmpty();
    }
  }

  private JobReply.JobDetail done(Task task, Map<Class<?>, JobInfo> jobs) {
    JobReply.JobDetail detail = done(task);
    jobs.put(task.getClass(), detail.job());
    return detail;
  }

  /** What a job never said while it ran, in words. */
  private List<String> missing(String kind, JobInfo job) {
    List<JobInfo> said =
        events.stream()
            .map(Numbered::event)
            .filter(Event.JobChanged.class::isInstance)
            .map(event -> ((Event.JobChanged) event).job())
            .filter(info -> info.id().equals(job.id()) && info.state() == JobState.RUNNING)
            .toList();
    List<String> missing = new ArrayList<>();
    if (said.stream().allMatch(info -> info.stage().isBlank())) {
      missing.add(kind + " says no stage");
    }
    if (said.stream().noneMatch(i -> i.total() > 0 && i.done() <= i.total() && named(i))) {
      missing.add(kind + " says no progress");
    }
    if (said.stream().noneMatch(info -> info.rate() > 0)) {
      missing.add(kind + " says no rate");
    }
    if (said.stream().noneMatch(info -> info.rate() > 0 && info.secondsLeft() >= 0)) {
      missing.add(kind + " says no time left");
    }
    if (job.peakBytes() <= 0) {
      missing.add(kind + " says no peak memory");
    }
    return missing;
  }

  private static boolean named(JobInfo info) {
    return !info.unit().isBlank();
  }

  private List<Task> others(TrainSpec spec, String run) {
    ModelChoice choice = new ModelChoice(model.toString(), "nf4", "cpu");
    DataChoice data = new DataChoice(dataset, "V1", 0, 8, 8, 42);
    DecoderChoice decoder = DecoderChoice.topThree();
    var evaluation =
        new EvaluateSpec("", choice, "", "best", data, "test", 0, decoder, 4, 64, true);
    return List.of(
        new Task.LoadModel(choice),
        new Task.Evaluate(evaluation),
        new Task.Sweep(spec, Map.of("adapter.rank", List.of("2", "3"))),
        new Task.Predict(
            choice, "", csv.toString(), Map.of(), "V1", decoder, 64, path("priced.csv")),
        new Task.Merge(model.toString(), run, path("merged")),
        new Task.Export(model.toString(), run, "gguf-lora", path("lora.gguf")),
        new Task.Import(csv.toString(), DataRequest.ImportChoice.standard()),
        new Task.Check(data, model.toString(), 64),
        new Task.Footprint(model.toString(), List.of("nf4", "int8"), 0, List.of()),
        new Task.Tokenise(data, "train", model.toString()),
        new Task.FetchLibtorch(""),
        new Task.Download("acme/tiny", false),
        new Task.Upload(run, "last", "ada/final", false),
        new Task.Replay(run),
        new Task.Seeds(spec, List.of(1L, 2L), evaluation));
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  /** A run that was paused by an earlier service. */
  private String paused() throws IOException {
    JobInfo[] job = new JobInfo[1];
    TrainSpec spec = TinyShop.spec(model, dataset, 60, 5);
    Waiting.event(
        client,
        Event.Stepped.class,
        s -> s.step().step() >= 5,
        () -> job[0] = Waiting.submit(client, new Task.Train(spec)));
    client.send(new JobRequest.Pause(job[0].id()));
    Waiting.state(client, job[0].id(), JobState.PAUSED);
    service.close();
    start();
    return Objects.requireNonNull(job[0]).run();
  }

  private FakeHub hub() throws IOException {
    FakeHub hub = new FakeHub();
    System.setProperty("HF_ENDPOINT", hub.endpoint().toString());
    System.setProperty("HF_HOME", folder.resolve("hf").toString());
    System.setProperty("HF_TOKEN", "hf_right");
    Map<String, byte[]> files = new HashMap<>();
    try (Stream<Path> found = Files.list(model)) {
      for (Path file : found.toList()) {
        files.put(file.getFileName().toString(), Files.readAllBytes(file));
      }
    }
    hub.put("acme/tiny", files);
    return hub;
  }

  private static FileServer libtorch() throws IOException {
    FileServer server = new FileServer();
    System.setProperty("tunebench.libtorch.url", server.address());
    server.library("cu128/" + Libtorch.platform(), "libtorch.so", new byte[99]);
    return server;
  }
}
