package tunebench.tensor.cpu;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import tunebench.tensor.Torch;

/** Shares rows among as many threads as libtorch's operators use. */
final class Team {
  /** Numbers for each thread, or waking it costs more than it brings. */
  private static final long EACH = 1 << 15;

  private static final int PIECES_EACH = 4;

  private Team() {}

  /** Work on some rows. */
  interface Task {
    /** Does the rows from {@code from} to before {@code to}. */
    void run(int from, int to);
  }

  /**
   * How many threads are worth it.
   *
   * @param count parts that the work has
   * @param numbers of the whole work
   */
  static int members(long count, long numbers) {
    return (int) Math.max(1, Math.min(Math.min(Torch.threads(), count), numbers / EACH));
  }

  /**
   * Does all rows. The caller works, too, and waits for no helper that has not begun: where other
   * programs hold the cores it does all alone.
   *
   * @param columns numbers of a row
   */
  static void rows(int count, int columns, Task task) {
    int members = members(count, (long) count * columns);
    if (members < 2) {
      task.run(0, count);
      return;
    }
    Shared shared = new Shared(count, members, task);
    Helper.call(shared, members - 1);
    shared.help(0);
    shared.finish();
  }

  /**
   * Work in pieces. Each member of the team begins with its own, which are the same rows each time,
   * so that it finds in its cache what it wrote there before; then it takes what others have not
   * begun.
   */
  static final class Shared {
    private final int count;
    private final int members;
    private final int pieces;
    private final Task task;
    private final AtomicIntegerArray next;
    private final CountDownLatch open;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    Shared(int count, int members, Task task) {
      this.count = count;
      this.members = members;
      this.pieces = Math.min(count, members * PIECES_EACH);
      this.task = task;
      this.open = new CountDownLatch(pieces);
      this.next = new AtomicIntegerArray(members);
      for (int member = 0; member < members; member++) {
        next.set(member, first(member));
      }
    }

    private int first(int member) {
      return Math.toIntExact((long) pieces * member / members);
    }

    void help(int member) {
      for (int i = 0; i < members; i++) {
        int of = (member + i) % members;
        int end = first(of + 1);
        for (int piece = next.getAndIncrement(of); piece < end; piece = next.getAndIncrement(of)) {
          run(piece);
        }
      }
    }

    private void run(int piece) {
      try {
        task.run(border(piece), border(piece + 1));
      } catch (RuntimeException | Error e) {
        failure.compareAndSet(null, e);
      } finally {
        open.countDown();
      }
    }

    private int border(int piece) {
      return Math.toIntExact((long) count * piece / pieces);
    }

    void finish() {
      Helper.lookOut(() -> open.getCount() == 0);
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
