package tunebench.hub;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Closes a stream from which nothing came for a while: the JDK's client limits the time until an
 * answer begins, but not the time between its bytes.
 */
final class WatchedStream extends FilterInputStream {
  private static final ScheduledExecutorService CLOCK =
      Executors.newSingleThreadScheduledExecutor(
          work -> Thread.ofPlatform().daemon().name("hub-clock").unstarted(work));

  private final long limit;
  private final ScheduledFuture<?> watch;
  private volatile long last = System.nanoTime();
  private volatile boolean stalled;

  WatchedStream(InputStream in, Duration limit) {
    super(in);
    this.limit = limit.toNanos();
    long every = Math.max(1, limit.toNanos() / 4);
    this.watch = CLOCK.scheduleWithFixedDelay(this::look, every, every, TimeUnit.NANOSECONDS);
  }

  private void look() {
    if (System.nanoTime() - last > limit) {
      stalled = true;
      try {
        close();
      } catch (IOException e) {
        // The reader is told by its own exception.
        watch.cancel(false);
      }
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    int n = read(one, 0, 1);
    return n < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int from, int most) throws IOException {
    try {
      int n = in.read(bytes, from, most);
      if (stalled) {
        throw new SocketTimeoutException("nothing came for a while");
      }
      last = System.nanoTime();
      return n;
    } catch (IOException e) {
      throw stalled ? new SocketTimeoutException("nothing came for a while") : e;
    }
  }

  @Override
  public void close() throws IOException {
    watch.cancel(false);
    super.close();
  }
}
