package tunebench.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tunebench.client.HttpServiceClient;
import tunebench.protocol.Endpoint;
import tunebench.protocol.Event;
import tunebench.protocol.Numbered;
import tunebench.run.RunStatus;
import tunebench.run.StepPoint;

/** Fifty windows follow a run of 1,000 steps a second. */
class LoadTest {
  private static final int CLIENTS = 50;
  private static final int STEPS = 2_000;
  private static final long STEP_NANOS = 1_000_000;

  @TempDir Path folder;

  @Test
  void fiftyClientsLoseNothingAndTheTrainerHardlyNotices() throws Exception {
    try (Service service = Service.open(folder, Path.of(""))) {
      service.store().add(SomeRuns.run("alone", "", RunStatus.RUNNING, Double.NaN));
      service.store().add(SomeRuns.run("watched", "", RunStatus.RUNNING, Double.NaN));
      Endpoint endpoint = service.listen("127.0.0.1", 0, null);
      long alone = train(service, "alone");
      List<Listener> listeners = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        listeners.add(new Listener(endpoint));
      }
      for (Listener listener : listeners) {
        assertThat(listener.connected.await(120, TimeUnit.SECONDS)).isTrue();
      }

      long watched = train(service, "watched");

      List<Integer> all = IntStream.rangeClosed(1, STEPS).boxed().toList();
      for (Listener listener : listeners) {
        assertThat(listener.done.await(240, TimeUnit.SECONDS)).isTrue();
        assertThat(listener.steps).isEqualTo(all);
        listener.client.close();
      }
      assertThat(service.recorder().flush()).isTrue();
      assertThat(service.store().steps("watched", 0, 0)).extracting(StepPoint::step).isEqualTo(all);
      // Each step has a millisecond; what telling takes of it is what the run loses.
      System.out.printf(
          "PRINT telling a step took %.2f us alone and %.2f us with %d clients (mean of %d)%n",
          alone / 1e3 / STEPS, watched / 1e3 / STEPS, CLIENTS, STEPS);
      assertThat((watched - alone) / (double) (STEPS * STEP_NANOS)).isLessThan(0.03);
    }
  }

  /** Tells steps at their pace; returns the nanoseconds that the telling itself took. */
  private static long train(Service service, String run) {
    long told = 0;
    long next = System.nanoTime();
    for (int step = 1; step <= STEPS; step++) {
      StepPoint point = SomeRuns.step(step);
      long start = System.nanoTime();
      service.recorder().step(run, point);
      told += System.nanoTime() - start;
      next += STEP_NANOS;
      while (System.nanoTime() < next) {
        LockSupport.parkNanos(next - System.nanoTime());
      }
    }
    return told;
  }

  /** One window. */
  private static final class Listener {
    private final CountDownLatch connected = new CountDownLatch(1);
    private final CountDownLatch done = new CountDownLatch(1);
    private final List<Integer> steps = new ArrayList<>();
    private final HttpServiceClient client;

    Listener(Endpoint endpoint) {
      client = new HttpServiceClient(endpoint);
      var _ = client.follow(null, this::hear, now -> connected.countDown());
    }

    private void hear(Numbered numbered) {
      if (numbered.event() instanceof Event.Stepped stepped && stepped.run().equals("watched")) {
        steps.add(stepped.step().step());
        if (stepped.step().step() == STEPS) {
          done.countDown();
        }
      }
    }
  }
}
