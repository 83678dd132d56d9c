package tunebench.service.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tunebench.BadInputException;
import tunebench.protocol.HubRequest;
import tunebench.protocol.JobInfo;
import tunebench.protocol.JobRequest;
import tunebench.protocol.JobState;
import tunebench.protocol.Task;
import tunebench.run.CheckpointChoice;
import tunebench.run.TrackChoice;
import tunebench.run.TrainSpec;
import tunebench.service.InProcessClient;
import tunebench.service.Service;
import tunebench.service.TinyShop;
import tunebench.service.Waiting;

class TellingTest {
  @TempDir private Path folder = Path.of("");
  private @Nullable Service service;
  private @Nullable InProcessClient open;

  @BeforeEach
  void start() throws IOException {
    Service made = Service.open(folder.resolve("home"), Path.of(""));
    service = made;
    open = new InProcessClient(made);
  }

  @AfterEach
  void close() throws IOException {
    Objects.requireNonNull(service).close();
  }

  private InProcessClient client() {
    return Objects.requireNonNull(open);
  }

  private TrainSpec spec(int steps, String... trackers) throws IOException {
    Path model = folder.resolve("model");
    if (!Files.exists(model)) {
      TinyShop.model(model);
    }
    String dataset = Waiting.dataset(client(), TinyShop.csv(folder.resolve("shop.csv"), 60));
    TrainSpec s = TinyShop.spec(model, dataset, steps, 5);
    return new TrainSpec(
        s.name(),
        s.model(),
        s.data(),
        s.adapter(),
        s.training(),
        new CheckpointChoice(5, 2, 5, 4, 0, 0, 0),
        new TrackChoice(List.of(trackers), ""));
  }

  private static Optional<Path> find(Path root, String part) throws IOException {
    if (!Files.isDirectory(root)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(f -> f.getFileName().toString().contains(part)).findFirst();
    }
  }

  @Test
  void pausedRunGoesOnInTheSameFiles() throws Exception {
    Path logs = folder.resolve("logs");
    TrainSpec spec = spec(15, "tensorboard=" + logs, "wandb-offline=" + logs);
    JobInfo job = Waiting.submit(client(), new Task.Train(spec));
    Waiting.state(client(), job.id(), JobState.RUNNING);
    client().send(new JobRequest.Pause(job.id()));
    Waiting.state(client(), job.id(), JobState.PAUSED);
    client().send(new JobRequest.Resume(job.id()));
    Waiting.state(client(), job.id(), JobState.DONE);
    Path tracking = Path.of(Waiting.run(client(), job.run()).folder()).resolve("tracking");
    Path journal = tracking.resolve("journal.jsonl");
    await(() -> sent(tracking, "tensorboard", journal) && sent(tracking, "wandb-offline", journal));
    String told = Files.readString(journal);
    assertThat(told.lines().filter(l -> l.contains("\"train/loss\""))).hasSize(15);
    assertThat(told.lines().filter(l -> l.contains("\"eval/mae\""))).hasSize(3);
    assertThat(told).contains("\"type\":\"End\"", "\"name\":\"predictions\"", "\"name\":\"loss\"");
    assertThat(find(logs, "tfevents")).isPresent();
    Path run = find(logs, ".wandb").orElseThrow();
    String text = new String(Files.readAllBytes(run), StandardCharsets.ISO_8859_1);
    assertThat(text).startsWith(":W&B").contains("adapter.rank", "eval/mae");
  }

  private interface Check {
    boolean holds() throws IOException;
  }

  private static void await(Check check) throws IOException {
    long until = System.nanoTime() + 60_000_000_000L;
    while (!check.holds()) {
      assertThat(System.nanoTime()).isLessThan(until);
      LockSupport.parkNanos(20_000_000);
    }
  }

  private static boolean sent(Path tracking, String name, Path journal) throws IOException {
    return Files.exists(tracking.resolve("sent-" + name))
        && Files.readString(journal).contains("\"type\":\"End\"")
        && Files.readString(tracking.resolve("sent-" + name))
            .equals(String.valueOf(Files.size(journal)));
  }

  @Test
  void deadTrackerEndsNothingAndIsToldByTheNextService() throws Exception {
    String address;
    // Takes connections and never answers.
    try (ServerSocket silent = new ServerSocket(0)) {
      address = "http://127.0.0.1:" + silent.getLocalPort();
      JobInfo job = Waiting.submit(client(), new Task.Train(spec(10, "mlflow=" + address)));
      Waiting.state(client(), job.id(), JobState.DONE);
      assertThat(Waiting.steps(client(), job.run())).hasSize(10);
      close();
      start();
      Path tracking = Path.of(Waiting.run(client(), job.run()).folder()).resolve("tracking");
      assertThat(tracking.resolve("sent-mlflow")).doesNotExist();
      assertThat(Files.readString(tracking.resolve("journal.jsonl"))).contains("train/loss");
      // The next service knocks again for the run of the last.
      silent.setSoTimeout(30_000);
      silent.accept().close();
    }
  }

  @Test
  void whatCannotWorkIsRefusedBeforeItWaits() throws IOException {
    TrainSpec spec = spec(5, "mlflow=nowhere");
    assertThatThrownBy(() -> Waiting.submit(client(), new Task.Train(spec)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("mlflow needs an http address");
    assertThatThrownBy(
            () ->
                client()
                    .send(new HubRequest.CheckTrackers(new TrackChoice(List.of(), "not a name"))))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("is no name on the Hub");
  }
}
