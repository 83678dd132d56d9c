package tunebench.tensor.cpu;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A thread that helps whoever asks. It stays, for what a thread holds for itself is a row's memory,
 * and looks out for work for a moment before it sleeps: a pass asks again within microseconds, and
 * to wake a thread takes longer than many a piece of work.
 */
final class Helper implements Runnable {
  /** How long it looks out. */
  private static final long NANOS = 50_000;

  /** Looks between two looks at the clock. */
  private static final int LOOKS = 32;

  private static final Object GROWING = new Object();
  private static volatile Helper[] all = {};

  private final int member;
  private final AtomicReference<Team.@Nullable Shared> work = new AtomicReference<>();
  private final Thread thread;
  private volatile boolean asleep;

  private Helper(int member) {
    this.member = member;
    this.thread = Thread.ofPlatform().daemon().name("rows-" + member).unstarted(this);
  }

  /**
   * Asks so many to help. Those who are busy come later, or find all done; what one was asked
   * before and has not begun, whoever asked does without it.
   */
  static void call(Team.Shared shared, int count) {
    Helper[] helpers = all.length < count ? grown(count) : all;
    for (int i = 0; i < count; i++) {
      helpers[i].give(shared);
    }
  }

  private static Helper[] grown(int count) {
    synchronized (GROWING) {
      int before = all.length;
      if (before < count) {
        Helper[] more = Arrays.copyOf(all, count);
        for (int i = before; i < count; i++) {
          more[i] = new Helper(i + 1);
          more[i].thread.start();
        }
        all = more;
      }
      return all;
    }
  }

  private void give(Team.Shared shared) {
    work.set(shared);
    if (asleep) {
      LockSupport.unpark(thread);
    }
  }

  @Override
  public void run() {
    while (true) {
      lookOut(() -> work.get() != null);
      asleep = true;
      while (work.get() == null) {
        LockSupport.park(this);
      }
      asleep = false;
      Team.Shared shared = work.getAndSet(null);
      if (shared != null) {
        shared.help(member);
      }
    }
  }

  /** Waits a moment for something to come about. */
  static void lookOut(BooleanSupplier there) {
    long end = System.nanoTime() + NANOS;
    do {
      for (int i = 0; i < LOOKS; i++) {
        if (there.getAsBoolean()) {
          return;
        }
        Thread.onSpinWait();
      }
    } while (System.nanoTime() < end);
  }
}
