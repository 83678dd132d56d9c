package tunebench.tensor.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import tunebench.tensor.Torch;

/** Each row is done once, whoever helps. */
class TeamTest {
  private static final int WIDE = 1 << 20;

  private final int threads = Torch.threads();

  @BeforeEach
  void several() {
    Torch.threads(3);
  }

  @AfterEach
  void close() {
    Torch.threads(threads);
  }

  private static void onceEach(int count, int columns) {
    AtomicIntegerArray done = new AtomicIntegerArray(count);
    Team.rows(
        count,
        columns,
        (from, to) -> {
          for (int row = from; row < to; row++) {
            done.incrementAndGet(row);
          }
        });
    for (int row = 0; row < count; row++) {
      assertThat(done.get(row)).as("row %d of %d", row, count).isEqualTo(1);
    }
  }

  @Test
  void doesEachRowOnce() {
    for (int count : new int[] {0, 1, 2, 3, 4, 5, 13, 100, 1000}) {
      onceEach(count, 1);
      onceEach(count, WIDE);
    }
  }

  @Test
  void doesEachRowOnceTimeAfterTime() {
    for (int i = 0; i < 20_000; i++) {
      onceEach(4, WIDE);
    }
  }

  @Test
  void servesSeveralCallersAtOnce() throws Exception {
    try (ExecutorService callers = Executors.newFixedThreadPool(4)) {
      List<Future<?>> all = new ArrayList<>();
      for (int caller = 0; caller < 4; caller++) {
        all.add(
            callers.submit(
                () -> {
                  for (int i = 0; i < 2_000; i++) {
                    onceEach(7, WIDE);
                  }
                }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    }
  }

  /** Three rows that wait for each other end only if three threads are at work. */
  @RepeatedTest(200)
  void worksWithAsManyThreadsAsAsked() {
    CountDownLatch all = new CountDownLatch(3);
    Team.rows(
        3,
        WIDE,
        (from, to) -> {
          for (int row = from; row < to; row++) {
            all.countDown();
          }
          try {
            assertThat(all.await(60, TimeUnit.SECONDS)).isTrue();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
    assertThat(all.getCount()).isZero();
  }

  @Test
  void tellsWhatWentWrongWhenAllAreDone() {
    AtomicIntegerArray done = new AtomicIntegerArray(100);
    assertThatThrownBy(
            () ->
                Team.rows(
                    100,
                    WIDE,
                    (from, to) -> {
                      for (int row = from; row < to; row++) {
                        done.incrementAndGet(row);
                      }
                      if (from == 0) {
                        throw new IllegalArgumentException("the first");
                      }
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasRootCauseMessage("the first");
    for (int row = 0; row < 100; row++) {
      assertThat(done.get(row)).isEqualTo(1);
    }
  }

  @Test
  void anInterruptedCallerWaitsForItsHelpers() {
    Thread.currentThread().interrupt();
    onceEach(100, WIDE);
    assertThat(Thread.interrupted()).isTrue();
  }
}
