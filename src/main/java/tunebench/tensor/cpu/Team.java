package tunebench.tensor.cpu;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import tunebench.tensor.Torch;

/** Shares rows among as many threads as libtorch's operators use. */
final class Team {
  /** Numbers for each thread, or waking it costs more than it brings. */
  private static final long EACH = 1 << 17;

  private static final int PIECES_EACH = 4;

  /**
   * Threads of its own, for those of Java's common pool forget after each task what they hold for
   * themselves, here a row's memory.
   */
  private static final Executor HELPERS =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("rows-", 1).factory());

  private Team() {}

  /** Work on some rows. */
  interface Task {
    /** Does the rows from {@code from} to before {@code to}. */
    void run(int from, int to);
  }

  /**
   * Does all rows. The caller works, too, and waits for no helper that has not begun: where other
   * programs hold the cores it does all alone.
   *
   * @param columns numbers of a row
   */
  static void rows(int count, int columns, Task task) {
    int threads = (int) Math.min(Math.min(Torch.threads(), count), (long) count * columns / EACH);
    if (threads < 2) {
      task.run(0, count);
      return;
    }
    int pieces = Math.min(count, threads * PIECES_EACH);
    Shared shared = new Shared(count, pieces, task);
    for (int i = 1; i < threads; i++) {
      HELPERS.execute(shared::help);
    }
    shared.help();
    shared.finish();
  }

  private static final class Shared {
    private final int count;
    private final int pieces;
    private final Task task;
    private final AtomicInteger next = new AtomicInteger();
    private final CountDownLatch open;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    Shared(int count, int pieces, Task task) {
      this.count = count;
      this.pieces = pieces;
      this.task = task;
      this.open = new CountDownLatch(pieces);
    }

    void help() {
      for (int piece = next.getAndIncrement(); piece < pieces; piece = next.getAndIncrement()) {
        try {
          task.run(border(piece), border(piece + 1));
        } catch (RuntimeException | Error e) {
          failure.compareAndSet(null, e);
        } finally {
          open.countDown();
        }
      }
    }

    private int border(int piece) {
      return Math.toIntExact((long) count * piece / pieces);
    }

    void finish() {
      boolean interrupted = false;
      while (true) {
        try {
          open.await();
          break;
        } catch (InterruptedException e) {
          // Helpers write into memory that the caller frees next, so they are waited for.
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      Throwable failed = failure.get();
      if (failed != null) {
        throw new IllegalStateException("a row could not be worked on", failed);
      }
    }
  }
}
