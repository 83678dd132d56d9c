package tunebench.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tunebench.protocol.Event;
import tunebench.run.RunStatus;
import tunebench.service.Service;
import tunebench.service.SomeRuns;

/** A minute's worth of steps comes while the network between window and service is away. */
class ReconnectTest {
  /** What a run of 1,000 steps a second makes in a minute. */
  private static final int MINUTE = 60_000;

  @TempDir Path folder;

  @Test
  void noStepIsMissedOrToldTwiceWhenTheNetworkComesBack() throws Exception {
    try (Service service = Service.open(folder, Path.of(""));
        Cable cable = new Cable(service.listen("127.0.0.1", 0, null))) {
      service.store().add(SomeRuns.run("a", "", RunStatus.RUNNING, Double.NaN));
      BlockingQueue<Integer> heard = new LinkedBlockingQueue<>();
      BlockingQueue<Boolean> connection = new LinkedBlockingQueue<>();
      try (HttpServiceClient client = new HttpServiceClient(cable.endpoint())) {
        var _ =
            client.follow(
                null,
                n -> {
                  if (n.event() instanceof Event.Stepped stepped) {
                    heard.add(stepped.step().step());
                  } else {
                    heard.add(-1);
                  }
                },
                connection::add);
        assertThat(connection.poll(60, TimeUnit.SECONDS)).isTrue();
        IntStream.rangeClosed(1, 20).forEach(i -> service.recorder().step("a", SomeRuns.step(i)));
        awaited(heard, 1, 20);
        cable.cut();
        assertThat(connection.poll(60, TimeUnit.SECONDS)).as("is told that it is gone").isFalse();
        IntStream.rangeClosed(21, MINUTE)
            .forEach(i -> service.recorder().step("a", SomeRuns.step(i)));
        cable.mend();
        assertThat(connection.poll(60, TimeUnit.SECONDS)).isTrue();
        awaited(heard, 21, MINUTE);
      }
    }
  }

  @Test
  void noEventComesOnceASubscriptionIsClosed() throws Exception {
    try (Service service = Service.open(folder, Path.of(""));
        HttpServiceClient client = new HttpServiceClient(service.listen("127.0.0.1", 0, null))) {
      CountDownLatch connected = new CountDownLatch(1);
      CountDownLatch handed = new CountDownLatch(1);
      CountDownLatch taken = new CountDownLatch(1);
      var subscription =
          client.follow(
              null,
              n -> {
                handed.countDown();
                awaited(taken);
              },
              now -> connected.countDown());
      awaited(connected);
      service.events().tell(new Event.RunDeleted("a"));
      awaited(handed);
      Thread closing = Thread.startVirtualThread(subscription::close);
      assertThat(closing.join(Duration.ofMillis(100))).as("waits for the listener").isFalse();
      taken.countDown();
      assertThat(closing.join(Duration.ofSeconds(60))).isTrue();
    }
  }

  private static void awaited(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void awaited(BlockingQueue<Integer> heard, int from, int until)
      throws InterruptedException {
    for (int step = from; step <= until; step++) {
      assertThat(heard.poll(60, TimeUnit.SECONDS)).isEqualTo(step);
    }
  }
}
