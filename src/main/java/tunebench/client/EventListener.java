package tunebench.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import tunebench.protocol.Event;
import tunebench.protocol.EventId;
import tunebench.protocol.Numbered;
import tunebench.protocol.Wire;

/** Reads a stream of events, and takes it up again behind the last one when it breaks. */
final class EventListener implements ServiceClient.Subscription {
  private static final Logger LOG = Logger.getLogger(EventListener.class.getName());

  /** The service says something at least every two seconds; after this long it cannot be heard. */
  private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(8);

  private static final long RETRY_MILLIS = 250;

  private final HttpClient http;
  private final Supplier<HttpRequest.Builder> request;
  private final Consumer<Numbered> listener;
  private final Consumer<Boolean> connection;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final ReentrantLock delivering = new ReentrantLock();
  private final Thread reader;
  private volatile @Nullable EventId seen;
  private volatile @Nullable InputStream stream;
  private volatile long heard = System.nanoTime();
  private @Nullable Boolean told;

  EventListener(
      HttpClient http,
      Supplier<HttpRequest.Builder> request,
      @Nullable EventId after,
      Consumer<Numbered> listener,
      Consumer<Boolean> connection) {
    this.http = http;
    this.request = request;
    this.seen = after;
    this.listener = listener;
    this.connection = connection;
    this.reader = Thread.ofVirtual().name("events").start(this::run);
    Thread.ofVirtual().name("events-watch").start(this::watch);
  }

  private void run() {
    try {
      do {
        try {
          read();
        } catch (IOException e) {
          LOG.log(Level.FINE, "the stream of events broke", e);
        }
        tell(false);
      } while (!closed.await(RETRY_MILLIS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      LOG.log(Level.FINE, "no more events are wanted", e);
    }
  }

  private void read() throws IOException, InterruptedException {
    HttpRequest.Builder get = request.get().timeout(Duration.ofSeconds(10));
    EventId last = seen;
    if (last != null) {
      get.header("Last-Event-ID", last.toString());
    }
    HttpResponse<InputStream> response =
        http.send(get.build(), HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream in = response.body();
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, UTF_8))) {
      if (response.statusCode() != 200) {
        throw new IOException("the service answered " + response.statusCode());
      }
      stream = in;
      tell(true);
      parse(lines);
    }
  }

  /** Server-sent events: an empty line ends one; lines that begin with a colon are comments. */
  private void parse(BufferedReader lines) throws IOException {
    @Nullable String id = null;
    @Nullable String data = null;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      heard = System.nanoTime();
      if (line.isEmpty()) {
        deliver(id, data);
        id = null;
        data = null;
      } else if (line.startsWith("id:")) {
        id = line.substring(3).strip();
      } else if (line.startsWith("data:")) {
        data = line.substring(5).strip();
      }
    }
  }

  private void deliver(@Nullable String id, @Nullable String data) {
    if (id == null) {
      return;
    }
    EventId place = EventId.parse(id);
    if (data != null) {
      hand(new Numbered(place, Wire.read(Event.class, data.getBytes(UTF_8))));
    }
    seen = place;
  }

  private void hand(Numbered event) {
    delivering.lock();
    try {
      if (closed.getCount() > 0) {
        listener.accept(event);
      }
    } finally {
      delivering.unlock();
    }
  }

  private void tell(boolean now) {
    // The first time is told too: a service may be gone before it was ever heard.
    if (told == null || told != now) {
      told = now;
      connection.accept(now);
    }
  }

  /** Breaks a stream that has gone silent: the network may be gone without anyone saying so. */
  private void watch() {
    try {
      while (!closed.await(1, TimeUnit.SECONDS)) {
        InputStream open = stream;
        if (open != null && System.nanoTime() - heard > SILENCE_NANOS) {
          stream = null;
          heard = System.nanoTime();
          open.close();
        }
      }
    } catch (InterruptedException | IOException e) {
      LOG.log(Level.FINE, "the watch over events ended", e);
    }
  }

  @Override
  public void close() {
    // An event that is being handed over right now is waited for; the listener may close, too.
    delivering.lock();
    try {
      closed.countDown();
    } finally {
      delivering.unlock();
    }
    reader.interrupt();
  }
}
