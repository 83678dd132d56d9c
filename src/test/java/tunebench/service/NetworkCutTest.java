package tunebench.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tunebench.client.Cable;
import tunebench.client.HttpServiceClient;
import tunebench.protocol.Event;
import tunebench.protocol.JobInfo;
import tunebench.protocol.JobRequest;
import tunebench.protocol.JobState;
import tunebench.protocol.Numbered;
import tunebench.protocol.Task;
import tunebench.run.RunStatus;
import tunebench.run.StepPoint;
import tunebench.run.TrainSpec;

/**
 * A window and the service's process are without network for a minute while a run goes on: nothing
 * comes through for twenty seconds, then connections break and are refused for forty.
 */
class NetworkCutTest {
  private static final Duration SILENT = Duration.ofSeconds(20);
  private static final Duration REFUSED = Duration.ofSeconds(40);
  private static final int MANY = 1_000_000;

  @TempDir Path folder;
  private final Queue<Numbered> events = new ConcurrentLinkedQueue<>();
  private final BlockingQueue<Boolean> connection = new LinkedBlockingQueue<>();

  @Test
  void aMinuteWithoutNetworkCostsTheRunNothingAndTheWindowNoStep() throws Exception {
    RealService service = RealService.start(folder.resolve("home"));
    String dataset = Waiting.dataset(service.client(), TinyShop.csv(folder.resolve("a.csv"), 60));
    TrainSpec spec = TinyShop.spec(TinyShop.model(folder.resolve("m")), dataset, MANY, MANY);
    try (Cable cable = new Cable(service.endpoint());
        HttpServiceClient window = new HttpServiceClient(cable.endpoint())) {
      var _ = window.follow(null, events::add, connection::add);
      assertThat(connection.poll(60, TimeUnit.SECONDS)).isTrue();
      JobInfo job = Waiting.submit(window, new Task.Train(spec));
      heard(10);

      int before = step(service, job);
      long start = System.nanoTime();
      cable.silence();
      assertThat(connection.poll(SILENT.toSeconds(), TimeUnit.SECONDS))
          .as("is told that it is cut off, though no connection broke")
          .isFalse();
      double noticed = since(start);
      TimeUnit.NANOSECONDS.sleep(SILENT.toNanos() - (System.nanoTime() - start));
      cable.cut();
      TimeUnit.NANOSECONDS.sleep(REFUSED.toNanos());
      double away = since(start);
      int after = step(service, job);
      int last = steps().getLast();
      assertThat(connection).as("nobody said that it is back").isEmpty();
      assertThat(after).as("training goes on").isGreaterThan(before + 60);
      assertThat(last).as("the window hears nothing").isLessThan(after);

      long mended = System.nanoTime();
      cable.mend();
      assertThat(connection.poll(60, TimeUnit.SECONDS)).as("is told that it is back").isTrue();
      double back = since(mended);
      heard(after + 10);
      service.client().send(new JobRequest.Finish(job.id()));
      Waiting.state(service.client(), job.id(), JobState.DONE);
      int all = step(service, job);
      heard(all);

      assertThat(steps()).isEqualTo(IntStream.rangeClosed(1, all).boxed().toList());
      assertThat(events).noneMatch(n -> n.event() instanceof Event.Gap);
      assertThat(events.stream().map(n -> n.id().number()).toList()).doesNotHaveDuplicates();
      assertThat(Waiting.steps(service.client(), job.run()))
          .extracting(StepPoint::step)
          .isEqualTo(steps());
      assertThat(Waiting.run(service.client(), job.run()).summary().status())
          .isEqualTo(RunStatus.FINISHED);
      System.out.printf(
          "PRINT %.1f s without network: seen after %.1f s, over after %.1f s;"
              + " %d steps made meanwhile, all %d heard once%n",
          away, noticed, back, after - before, all);
    }
    service.stop();
  }

  private static double since(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private static int step(RealService service, JobInfo job) {
    return Waiting.steps(service.client(), job.run()).stream()
        .mapToInt(StepPoint::step)
        .max()
        .orElse(0);
  }

  private List<Integer> steps() {
    return events.stream()
        .map(Numbered::event)
        .filter(Event.Stepped.class::isInstance)
        .map(e -> ((Event.Stepped) e).step().step())
        .toList();
  }

  /** Waits until so many steps were heard. */
  private void heard(int steps) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
    while (steps().size() < steps) {
      assertThat(System.nanoTime()).as(steps + " steps in two minutes").isLessThan(deadline);
      Thread.sleep(20);
    }
  }
}
