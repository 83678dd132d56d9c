package tunebench.track;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MlflowSinkTest {
  @TempDir private Path home = Path.of("");
  private final FakeTracker server = new FakeTracker();
  private final List<String> remarks = new CopyOnWriteArrayList<>();

  @AfterEach
  void stop() {
    server.close();
  }

  private TrackedRun open(Duration patience) throws Exception {
    return SomeRun.open(
        home.resolve("track"),
        List.of(new MlflowSink(server.address(), "", home.resolve("files"))),
        remarks,
        patience);
  }

  @Test
  void everythingArrives() throws Exception {
    try (TrackedRun run = open(Duration.ofSeconds(30))) {
      SomeRun.tell(run, home);
    }
    assertThat(remarks).isEmpty();
    assertThat(server.runs).hasSize(1);
    assertThat(server.params).containsEntry("lora.rank", "32");
    assertThat(server.metrics)
        .extracting(m -> m.path("key").asString() + " " + m.path("step").asString())
        .contains("train/loss 1", "train/loss 3", "eval/mae 3");
    assertThat(server.stored)
        .containsKey(
            "/api/2.0/mlflow-artifacts/artifacts/7/r1/artifacts/pricer-adapter/step-3/adapter_model.safetensors")
        .containsKey("/api/2.0/mlflow-artifacts/artifacts/7/r1/artifacts/charts/loss.png");
    assertThat(server.ended).containsExactly("FINISHED");
  }

  @Test
  void sameRunGoesOn() throws Exception {
    server.status = 500;
    try (TrackedRun run = open(Duration.ZERO)) {
      SomeRun.tell(run, home);
    }
    server.status = 0;
    open(Duration.ofSeconds(30)).close();
    try (TrackedRun run = open(Duration.ofSeconds(30))) {
      run.step(SomeRun.step(4, 1));
    }
    assertThat(server.runs).hasSize(1);
    assertThat(server.metrics)
        .extracting(m -> m.path("key").asString() + " " + m.path("step").asString())
        .contains("train/loss 4");
  }
}
