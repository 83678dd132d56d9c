package tunebench.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tunebench.protocol.Event;
import tunebench.protocol.JobInfo;
import tunebench.protocol.JobState;
import tunebench.protocol.RunRequest;
import tunebench.protocol.Task;
import tunebench.run.RunFilter;
import tunebench.run.RunSummary;
import tunebench.run.TrainSpec;

/** The machine's clock is set back while a run goes on. */
class ClockTest {
  @TempDir Path folder;
  private final AtomicReference<Duration> offset = new AtomicReference<>(Duration.ZERO);

  @Test
  void aClockThatStepsBackDisturbsNoRun() throws Exception {
    JobInfo[] first = new JobInfo[1];
    JobInfo second;
    Instant created;
    TrainSpec spec;
    try (Service service = Service.open(folder.resolve("home"), Path.of(""), this::machine)) {
      InProcessClient client = new InProcessClient(service);
      String dataset = Waiting.dataset(client, TinyShop.csv(folder.resolve("a.csv"), 60));
      spec = TinyShop.spec(TinyShop.model(folder.resolve("m")), dataset, 30, 10);
      Waiting.event(
          client,
          Event.Stepped.class,
          s -> s.step().step() >= 5,
          () -> first[0] = Waiting.submit(client, new Task.Train(spec)));
      offset.set(Duration.ofHours(-2));
      JobInfo done = Waiting.state(client, first[0].id(), JobState.DONE).job();
      assertThat(done.ended()).isAfter(done.started());
      RunSummary run = Waiting.run(client, first[0].run()).summary();
      assertThat(run.ended()).isAfter(run.started());
      assertThat(run.step()).isEqualTo(30);
      assertThat(Waiting.steps(client, run.id())).hasSize(30).allMatch(s -> s.seconds() >= 0);
      created = run.created();
    }
    offset.set(Duration.ofHours(-5));
    try (Service service = Service.open(folder.resolve("home"), Path.of(""), this::machine)) {
      InProcessClient client = new InProcessClient(service);
      second = Waiting.submit(client, new Task.Train(spec));
      Waiting.state(client, second.id(), JobState.DONE);
      assertThat(client.send(new RunRequest.Runs(RunFilter.newest(5))).runs())
          .extracting(RunSummary::id)
          .as("the newest first, also over a restart")
          .containsExactly(second.run(), first[0].run());
      assertThat(Waiting.run(client, second.run()).summary().created()).isAfter(created);
    }
  }

  private Instant machine() {
    return Instant.now().plus(offset.get());
  }
}
