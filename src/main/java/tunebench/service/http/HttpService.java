package tunebench.service.http;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import tunebench.BadInputException;
import tunebench.service.EventRing;

/** The listening end: on loopback, or with a certificate on any address. */
public final class HttpService implements AutoCloseable {
  /** Answers on their way, such as the one to the wish to stop, have this long. */
  private static final int LAST_ANSWERS_SECONDS = 2;

  private final HttpServer server;
  private final ExecutorService threads;
  private final boolean secure;

  private HttpService(HttpServer server, ExecutorService threads, boolean secure) {
    this.server = server;
    this.threads = threads;
    this.secure = secure;
  }

  /**
   * Begins to listen.
   *
   * @param host address to listen on
   * @param port 0 for any that is free
   * @param tls certificate and key; may be null on loopback only
   * @throws BadInputException if the port is taken, or the address is another machine's way in and
   *     there is no certificate
   */
  public static HttpService start(
      String host,
      int port,
      @Nullable SSLContext tls,
      String token,
      Dispatcher dispatcher,
      EventRing events)
      throws IOException {
    InetAddress address = InetAddress.getByName(host);
    if (!address.isLoopbackAddress() && tls == null) {
      throw new BadInputException(
          "%s can be reached from other machines, so it needs a certificate; give one with --tls, or leave --host out."
              .formatted(host));
    }
    HttpServer server = bind(new InetSocketAddress(address, port), tls);
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    server.setExecutor(threads);
    Guard guard = new Guard(token, names(host, address));
    server.createContext("/", new Routes(guard, dispatcher, events));
    server.start();
    return new HttpService(server, threads, tls != null);
  }

  private static HttpServer bind(InetSocketAddress address, @Nullable SSLContext tls)
      throws IOException {
    try {
      if (tls == null) {
        return HttpServer.create(address, 0);
      }
      HttpsServer server = HttpsServer.create(address, 0);
      server.setHttpsConfigurator(new HttpsConfigurator(tls));
      return server;
    } catch (BindException e) {
      throw new BadInputException(
          "Port %d of %s is taken; give another one with --port, or 0 for any."
              .formatted(address.getPort(), address.getHostString()),
          e);
    }
  }

  private static Set<String> names(String host, InetAddress address) throws IOException {
    Set<String> names = new HashSet<>();
    names.add(host.toLowerCase(Locale.ROOT));
    names.add(address.getHostAddress());
    if (address.isLoopbackAddress() || address.isAnyLocalAddress()) {
      names.addAll(Set.of("localhost", "127.0.0.1", "[::1]"));
    }
    if (address.isAnyLocalAddress()) {
      InetAddress self = InetAddress.getLocalHost();
      names.add(self.getHostName().toLowerCase(Locale.ROOT));
      names.add(self.getHostAddress());
    }
    return names;
  }

  /** Where clients find it. */
  public URI address() {
    InetAddress address = server.getAddress().getAddress();
    String host = address.isAnyLocalAddress() ? "localhost" : address.getHostAddress();
    return URI.create(
        "%s://%s:%d"
            .formatted(
                secure ? "https" : "http",
                host.contains(":") ? "[" + host + "]" : host,
                server.getAddress().getPort()));
  }

  /** Stops listening; streams end. */
  @Override
  public void close() {
    server.stop(LAST_ANSWERS_SECONDS);
    threads.shutdownNow();
  }
}
