package tunebench.track;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeadTrackerTest {
  private static final int STEPS = 2_000;

  @TempDir private Path home = Path.of("");

  /** Mean nanoseconds of telling a step. */
  private long telling(TrackedRun run) {
    run.begin(SomeRun.ID, "a run", "pricer", Map.of());
    long began = System.nanoTime();
    for (int step = 1; step <= STEPS; step++) {
      run.step(SomeRun.step(step, 1.0 / step));
    }
    return (System.nanoTime() - began) / STEPS;
  }

  @Test
  void nobodyThereAndOneWhoNeverAnswersCostAStepNothing() throws Exception {
    try (FakeTracker silent = new FakeTracker()) {
      silent.hangMillis = 5_000;
      List<Sink> sinks =
          List.of(
              new WandbSink(URI.create("http://127.0.0.1:1"), "k", "", home.resolve("a")),
              new MlflowSink(silent.address(), "", home.resolve("b")));
      List<String> remarks = new CopyOnWriteArrayList<>();
      long began = System.nanoTime();
      TrackedRun told = SomeRun.open(home.resolve("track"), sinks, remarks, Duration.ofMillis(500));
      try (TrackedRun run = told) {
        // A fast step of training takes a thousand times as long.
        assertThat(telling(run)).isLessThan(200_000);
        run.end(false, "");
      }
      assertThat(told.backlog()).containsExactly("wandb", "mlflow");
      // Half a second of patience, and a second for each thread that does not listen.
      assertThat(System.nanoTime() - began).isLessThan(8_000_000_000L);
      assertThat(remarks)
          .anyMatch(r -> r.startsWith("wandb cannot be reached") && r.contains("the run goes on"));
    }
    assertThat(TrackedRun.hasBacklog(home.resolve("track"), "wandb")).isTrue();
    // All of it is there for a later process.
    try (FakeTracker server = new FakeTracker()) {
      Sink sink = new WandbSink(server.address(), "secret-key", "", home.resolve("a"));
      SomeRun.open(home.resolve("track"), sink).close();
      assertThat(server.lines("wandb-history.jsonl")).hasSize(STEPS);
    }
  }
}
