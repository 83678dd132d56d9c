package tunebench.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import tunebench.BadInputException;
import tunebench.protocol.Endpoint;
import tunebench.protocol.EventId;
import tunebench.protocol.Numbered;
import tunebench.protocol.Reply;
import tunebench.protocol.Request;
import tunebench.protocol.Wire;

/** A service over HTTP, on this machine or another. */
public final class HttpServiceClient implements ServiceClient {
  private static final Duration CONNECT = Duration.ofSeconds(30);
  private static final Duration ANSWER = Duration.ofMinutes(5);

  private final HttpClient http;
  private final Endpoint endpoint;
  private final Set<Subscription> subscriptions = ConcurrentHashMap.newKeySet();

  /** A client of a service on this machine. */
  public HttpServiceClient(Endpoint endpoint) {
    this(endpoint, null);
  }

  /**
   * A client.
   *
   * @param trust certificates that are trusted besides the system's; null for those alone
   */
  public HttpServiceClient(Endpoint endpoint, @Nullable SSLContext trust) {
    this.endpoint = endpoint;
    HttpClient.Builder builder =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT);
    this.http = (trust == null ? builder : builder.sslContext(trust)).build();
  }

  @Override
  @SuppressWarnings("unchecked") // The class is checked first.
  public <R extends Reply> R send(Request<R> request) {
    HttpResponse<byte[]> response = exchange(request);
    Reply reply = read(response);
    if (reply instanceof Reply.Problem problem) {
      throw problem.input()
          ? new BadInputException(problem.sentence())
          : new ServiceException(problem.sentence(), null);
    }
    Class<?> wanted = Wire.replyOf(request.getClass());
    if (!wanted.isInstance(reply)) {
      throw new ServiceException(
          "The service answered with %s where %s was expected; it is of another version."
              .formatted(reply.getClass().getSimpleName(), wanted.getSimpleName()),
          null);
    }
    return (R) reply;
  }

  private HttpResponse<byte[]> exchange(Request<?> request) {
    HttpRequest post =
        request("/v1/" + Wire.route(request.getClass()))
            .timeout(ANSWER)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(Wire.bytes(Request.class, request)))
            .build();
    try {
      return http.send(post, HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new ServiceException(
          "The service at %s cannot be reached.".formatted(endpoint.address()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServiceException("The question to the service was given up.", e);
    }
  }

  private Reply read(HttpResponse<byte[]> response) {
    try {
      return Wire.read(Reply.class, response.body());
    } catch (BadInputException e) {
      throw new ServiceException(
          "What answers at %s is no Tunebench service.".formatted(endpoint.address()), e);
    }
  }

  /** A request to a path, with the token. */
  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(endpoint.address() + path))
        .header("Authorization", "Bearer " + endpoint.token());
  }

  @Override
  public Subscription follow(
      @Nullable EventId after, Consumer<Numbered> listener, Consumer<Boolean> connection) {
    EventListener reader =
        new EventListener(http, () -> request("/v1/events"), after, listener, connection);
    subscriptions.add(reader);
    return reader;
  }

  @Override
  public void close() {
    subscriptions.forEach(Subscription::close);
    http.shutdownNow();
  }
}
