package tunebench.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tunebench.client.ServiceClient;
import tunebench.protocol.Event;
import tunebench.protocol.JobInfo;
import tunebench.protocol.JobState;
import tunebench.protocol.Task;
import tunebench.run.RunRecord;
import tunebench.run.RunStatus;
import tunebench.run.StepPoint;
import tunebench.run.TrainSpec;

/**
 * The service is killed again and again while it trains; each run goes on at its next start. How
 * often: {@code -Dtunebench.kills=200}.
 */
class KillTest {
  private static final int STEPS = 60;
  private static final int EVERY = 4;
  private static final int KILLS = Integer.getInteger("tunebench.kills", 6);

  @TempDir Path folder;

  @Test
  void noKillLosesMoreThanOneCheckpointIntervalAndTheCurveIsTheSame() throws Exception {
    Path model = TinyShop.model(folder.resolve("model"));
    Path csv = TinyShop.csv(folder.resolve("shop.csv"), 60);
    Path home = folder.resolve("home");
    RealService service = RealService.start(home);
    String dataset = Waiting.dataset(service.client(), csv);
    TrainSpec spec = TinyShop.spec(model, dataset, STEPS, EVERY);
    JobInfo first = Waiting.submit(service.client(), new Task.Train(spec));
    Waiting.state(service.client(), first.id(), JobState.DONE);
    List<List<Double>> reference = curve(service.client(), first.run());
    assertThat(reference).hasSize(STEPS);

    Random random = new Random(20261124);
    String run = "";
    int kills = 0;
    int runs = 0;
    int worst = 0;
    while (kills < KILLS || !run.isEmpty()) {
      boolean kill = kills < KILLS;
      String before = run;
      ServiceClient client = service.client();
      Watch watch = new Watch(kill ? random.nextInt(1, 12) : Integer.MAX_VALUE);
      try (var _ =
          client.follow(null, n -> watch.hear(n.event()), now -> watch.connected.countDown())) {
        watch.connected.await();
        RunRecord old = before.isEmpty() ? null : Waiting.run(client, before);
        if (old != null && old.summary().status() == RunStatus.FINISHED) {
          // The kill came when all was done and only the news of it was still on its way.
          assertThat(curve(client, before)).isEqualTo(reference);
          run = "";
          runs++;
          continue;
        }
        Task task = before.isEmpty() ? new Task.Train(spec) : new Task.ResumeRun(before);
        JobInfo job = Waiting.submit(client, task);
        run = job.run();
        watch.await();
        if (old != null && watch.first.get() > 0) {
          assertThat(old.summary().status()).isEqualTo(RunStatus.INTERRUPTED);
          int lost = old.summary().step() - (watch.first.get() - 1);
          worst = Math.max(worst, lost);
          assertThat(lost).as("steps lost").isBetween(0, EVERY);
        }
      }
      if (watch.ended.get()) {
        assertThat(curve(client, run)).isEqualTo(reference);
        run = "";
        runs++;
      } else {
        LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(30_000)));
        service.kill();
        kills++;
        if (kills % 20 == 0) {
          System.out.printf("PRINT %d kills so far, at most %d steps lost%n", kills, worst);
        }
        service = RealService.start(home);
      }
    }
    service.stop();
    System.out.printf(
        "PRINT %d kills over %d runs of %d steps; at most %d steps lost, a checkpoint every %d%n",
        kills, runs, STEPS, worst, EVERY);
  }

  /** Counts steps as they are heard. */
  private static final class Watch {
    private final CountDownLatch connected = new CountDownLatch(1);
    private final CountDownLatch enough;
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicInteger first = new AtomicInteger();
    private final AtomicBoolean ended = new AtomicBoolean();

    Watch(int steps) {
      enough = new CountDownLatch(steps);
    }

    void hear(Event event) {
      if (event instanceof Event.Stepped step) {
        first.compareAndSet(0, step.step().step());
        enough.countDown();
        if (enough.getCount() == 0) {
          over.countDown();
        }
      } else if (event instanceof Event.JobChanged changed && changed.job().state().ended()) {
        ended.set(changed.job().state() == JobState.DONE);
        over.countDown();
      }
    }

    void await() throws InterruptedException {
      assertThat(over.await(900, TimeUnit.SECONDS)).as("steps or an end in time").isTrue();
    }
  }

  private static List<List<Double>> curve(ServiceClient client, String run) {
    return Waiting.steps(client, run).stream().map(KillTest::point).toList();
  }

  private static List<Double> point(StepPoint s) {
    return List.of((double) s.step(), s.loss(), s.gradientNorm(), s.learningRate());
  }
}
