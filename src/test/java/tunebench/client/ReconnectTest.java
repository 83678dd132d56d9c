package tunebench.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tunebench.protocol.Endpoint;
import tunebench.protocol.Event;
import tunebench.run.RunStatus;
import tunebench.service.Service;
import tunebench.service.SomeRuns;

/**
 * The network between window and service goes away and comes back. For how long in truth: {@code
 * -Dtunebench.silence=60}.
 */
class ReconnectTest {
  private static final int SILENT_SECONDS = Integer.getInteger("tunebench.silence", 1);

  /** What a run of 1,000 steps a second makes in a minute. */
  private static final int MINUTE = 60_000;

  @TempDir Path folder;

  @Test
  void noStepIsMissedOrToldTwiceWhenTheNetworkComesBack() throws Exception {
    try (Service service = Service.open(folder, Path.of(""));
        Wire wire = new Wire(service.listen("127.0.0.1", 0, null))) {
      service.store().add(SomeRuns.run("a", "", RunStatus.RUNNING, Double.NaN));
      BlockingQueue<Integer> heard = new LinkedBlockingQueue<>();
      BlockingQueue<Boolean> connection = new LinkedBlockingQueue<>();
      try (HttpServiceClient client = new HttpServiceClient(wire.endpoint())) {
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
        wire.cut();
        assertThat(connection.poll(60, TimeUnit.SECONDS)).as("is told that it is gone").isFalse();
        IntStream.rangeClosed(21, MINUTE)
            .forEach(i -> service.recorder().step("a", SomeRuns.step(i)));
        TimeUnit.SECONDS.sleep(SILENT_SECONDS);
        wire.mend();
        assertThat(connection.poll(60, TimeUnit.SECONDS)).isTrue();
        awaited(heard, 21, MINUTE);
      }
    }
  }

  private static void awaited(BlockingQueue<Integer> heard, int from, int until)
      throws InterruptedException {
    for (int step = from; step <= until; step++) {
      assertThat(heard.poll(60, TimeUnit.SECONDS)).isEqualTo(step);
    }
  }

  /** A port that passes all on to the service, until it is cut. */
  private static final class Wire implements AutoCloseable {
    private final Endpoint behind;
    private final ServerSocket port;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private volatile boolean cut;

    Wire(Endpoint behind) throws IOException {
      this.behind = behind;
      this.port = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      Thread.startVirtualThread(this::accept);
    }

    Endpoint endpoint() {
      return new Endpoint("http://127.0.0.1:" + port.getLocalPort(), behind.token(), 0);
    }

    private void accept() {
      try {
        while (true) {
          Socket here = port.accept();
          if (cut) {
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
      try {
        from.getInputStream().transferTo(to.getOutputStream());
      } catch (IOException e) {
        if (!cut && !port.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }

    void cut() throws IOException {
      cut = true;
      for (Socket socket : open) {
        socket.close();
      }
      open.clear();
    }

    void mend() {
      cut = false;
    }

    @Override
    public void close() throws IOException {
      cut();
      port.close();
    }
  }
}
