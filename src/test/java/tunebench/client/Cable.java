package tunebench.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import tunebench.protocol.Endpoint;

/** A port that passes all on to a service, as a network does: until it is silent, or cut. */
public final class Cable implements AutoCloseable {
  /** What becomes of bytes and of new connections. */
  private enum State {
    WHOLE,
    SILENT,
    CUT
  }

  private final Endpoint behind;
  private final ServerSocket port;
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private State state = State.WHOLE;

  /** Passes on to a service from now on. */
  public Cable(Endpoint behind) throws IOException {
    this.behind = behind;
    this.port = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.startVirtualThread(this::accept);
  }

  /** The service, by way of this port. */
  public Endpoint endpoint() {
    return new Endpoint("http://127.0.0.1:" + port.getLocalPort(), behind.token(), 0);
  }

  private void accept() {
    try {
      while (true) {
        Socket here = port.accept();
        if (state() == State.CUT) {
          here.close();
        } else {
          URI to = URI.create(behind.address());
          Socket there = new Socket(to.getHost(), to.getPort());
          open.addAll(List.of(here, there));
          Thread.startVirtualThread(() -> pass(here, there));
          Thread.startVirtualThread(() -> pass(there, here));
        }
      }
    } catch (IOException e) {
      assertThat(port.isClosed()).as("ends only when it is closed").isTrue();
    }
  }

  private void pass(Socket from, Socket to) {
    byte[] some = new byte[1 << 13];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(some); n >= 0; n = in.read(some)) {
        awaitSound();
        out.write(some, 0, n);
        out.flush();
      }
    } catch (IOException e) {
      // The other direction ends both, and so does a cut.
      if (!from.isClosed() && !to.isClosed()) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void awaitSound() {
    lock.lock();
    try {
      while (state == State.SILENT) {
        changed.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  private State state() {
    lock.lock();
    try {
      return state;
    } finally {
      lock.unlock();
    }
  }

  private void become(State next) {
    lock.lock();
    try {
      state = next;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Nothing comes through any more, and nobody is told: a cable that was pulled. */
  public void silence() {
    become(State.SILENT);
  }

  /** All connections break, with what was on its way, and new ones do so at once. */
  public void cut() throws IOException {
    for (Socket socket : open) {
      socket.close();
    }
    become(State.CUT);
    // Those that were accepted meanwhile.
    for (Socket socket : open) {
      socket.close();
    }
    open.clear();
  }

  /** New connections are passed on again. */
  public void mend() {
    become(State.WHOLE);
  }

  @Override
  public void close() throws IOException {
    port.close();
    cut();
  }
}
