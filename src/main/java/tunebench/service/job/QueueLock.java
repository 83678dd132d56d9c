package tunebench.service.job;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** The one lock of a queue, and the news that something under it changed. */
final class QueueLock {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** Works under the lock, then tells those who wait. */
  <T> T with(Supplier<T> work) {
    lock.lock();
    try {
      T result = work.get();
      changed.signalAll();
      return result;
    } finally {
      lock.unlock();
    }
  }

  /** The same for work that yields nothing. */
  void run(Runnable work) {
    lock.lock();
    try {
      work.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits, by work under the lock, until something is so; nothing else is locked meanwhile. */
  void await(BooleanSupplier so) {
    while (!so.getAsBoolean()) {
      changed.awaitUninterruptibly();
    }
  }
}
