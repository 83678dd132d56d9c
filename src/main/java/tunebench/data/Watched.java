package tunebench.data;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/** Work by somebody else's code that may come to stand still: it is given up then. */
final class Watched {
  private Watched() {}

  /**
   * Does work on a thread of its own.
   *
   * @param progress a number that changes while the work gets on
   * @param still how long it may stay the same
   * @throws IOException if it stayed the same too long, or the caller was interrupted
   */
  static <T> T get(Callable<T> work, LongSupplier progress, Duration still) throws IOException {
    FutureTask<T> task = new FutureTask<>(work);
    Thread thread = Thread.ofPlatform().daemon().name("watched").start(task);
    long seen = progress.getAsLong();
    while (true) {
      try {
        return task.get(still.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        long now = progress.getAsLong();
        if (now == seen) {
          thread.interrupt();
          throw new IOException("reading stood still for %d s".formatted(still.toSeconds()), e);
        }
        seen = now;
      } catch (InterruptedException e) {
        thread.interrupt();
        Thread.currentThread().interrupt();
        throw new IOException("reading was stopped", e);
      } catch (ExecutionException e) {
        throw cause(e);
      }
    }
  }

  private static IOException cause(ExecutionException failure) {
    return switch (failure.getCause()) {
      case IOException io -> io;
      case RuntimeException other -> throw other;
      case Error error -> throw error;
      case null, default -> new IOException(failure);
    };
  }
}
