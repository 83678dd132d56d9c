package tunebench.hub;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tunebench.BadInputException;
import tunebench.RemoteException;

/**
 * Talks to the Hub: tries again where that can help, waits as long as it is told to, follows
 * redirects itself, and shows the token to nobody but the endpoint.
 */
final class HubHttp {
  private static final int TRIES = 5;

  /** A network that is away stays away for longer than a person waits. */
  private static final int UNREACHED = 3;

  private static final int REDIRECTS = 10;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
  private static final Duration ANSWER = Duration.ofSeconds(30);

  /** Bytes per second below which an upload counts as stuck. */
  private static final long SLOWEST = 50_000;

  private static final Set<Integer> AGAIN = Set.of(408, 429, 500, 502, 503, 504);

  /** What may stand in an address besides letters and digits. */
  private static final String PLAIN = "-._~:/?#@!$&'()*+,;=%";

  private static final Set<Integer> MOVED = Set.of(301, 302, 303, 307, 308);

  /**
   * An answer.
   *
   * @param own the last answer of the endpoint itself, before it sent us to another host
   * @param last the answer with the content
   */
  record Answer(HttpResponse<InputStream> own, HttpResponse<InputStream> last)
      implements AutoCloseable {
    int status() {
      return last.statusCode();
    }

    Optional<String> header(String name) {
      return own.headers().firstValue(name);
    }

    @Override
    public void close() throws IOException {
      last.body().close();
    }
  }

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();

  private final HubSettings settings;
  private final Supplier<Optional<Token>> token;
  private final Pause pause;
  private final Duration stall;

  /**
   * Sets up.
   *
   * @param stall longest time between two pieces of an answer
   */
  HubHttp(HubSettings settings, Supplier<Optional<Token>> token, Pause pause, Duration stall) {
    this.settings = settings;
    this.token = token;
    this.pause = pause;
    this.stall = stall;
  }

  HubSettings settings() {
    return settings;
  }

  /**
   * Asks, and has the answer's content as a stream.
   *
   * @throws BadInputException if the person can put right why the Hub refused
   * @throws RemoteException if it did not answer as it should, after several tries
   */
  Answer send(HubCall call) throws IOException, InterruptedException {
    if (settings.offline()) {
      throw new BadInputException(
          "HF_HUB_OFFLINE is set, so %s is not asked of the Hub; unset it, or use what was downloaded."
              .formatted(call.about()));
    }
    for (int attempt = 1; ; attempt++) {
      Duration wait;
      try {
        Answer answer = follow(call);
        if (answer.status() < 400 || call.accepted().contains(answer.status())) {
          return answer;
        }
        HubRefusal refusal = HubRefusal.of(settings, call, token.get(), answer);
        wait = refusal.wait(usual(attempt));
        if (attempt == TRIES
            || !AGAIN.contains(answer.status())
            || wait.compareTo(LONGEST_WAIT) > 0) {
          refusal.throwIfRemote();
          throw refusal.forPerson();
        }
      } catch (RemoteException e) {
        throw e;
      } catch (IOException e) {
        if (attempt == UNREACHED) {
          throw new RemoteException(
              "%s cannot be reached (%s); check the network%s."
                  .formatted(
                      call.address().getHost(),
                      words(e),
                      settings.endpoint().getHost().equals(call.address().getHost())
                          ? " and HF_ENDPOINT"
                          : ""),
              e);
        }
        wait = usual(attempt);
      }
      pause.of(wait);
    }
  }

  static String words(IOException e) {
    String message = e.getMessage();
    return switch (e) {
      case HttpTimeoutException _ -> "no answer in time";
      case ConnectException _ -> "no connection";
      case UnknownHostException _ -> "its name is not known";
      default ->
          message == null || message.isBlank()
              ? e.getClass().getSimpleName().replace("Exception", "")
              : message;
    };
  }

  private static Duration usual(int attempt) {
    return Duration.ofSeconds(1L << (attempt - 1));
  }

  private Answer follow(HubCall call) throws IOException, InterruptedException {
    HttpResponse<InputStream> own = once(call);
    HttpResponse<InputStream> last = own;
    HubCall now = call;
    for (int hop = 0; MOVED.contains(last.statusCode()); hop++) {
      String place = last.headers().firstValue("Location").orElse("");
      last.body().close();
      if (hop == REDIRECTS || place.isEmpty()) {
        throw new RemoteException(
            "The Hub sends requests for %s in a circle; try again later.".formatted(call.about()));
      }
      now = now.to(address(now.address(), place));
      last = once(now);
      own = sameOrigin(now.address(), settings.endpoint()) ? last : own;
    }
    return new Answer(own, last);
  }

  /** Signed addresses may hold characters that Java's addresses must not. */
  private static URI address(URI from, String place) {
    try {
      return from.resolve(new URI(place));
    } catch (URISyntaxException e) {
      StringBuilder clean = new StringBuilder();
      for (byte b : place.getBytes(StandardCharsets.UTF_8)) {
        char c = (char) (b & 0xFF);
        boolean plain = c < 128 && (Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0);
        clean.append(plain ? String.valueOf(c) : "%%%02X".formatted((int) c));
      }
      return from.resolve(clean.toString());
    }
  }

  private HttpResponse<InputStream> once(HubCall call) throws IOException, InterruptedException {
    HttpRequest.Builder request;
    try {
      request = HttpRequest.newBuilder(call.address()).method(call.method(), call.body().call());
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    request.timeout(patience(request.build())).header("User-Agent", "tunebench");
    call.headers().forEach(request::header);
    if (sameOrigin(call.address(), settings.endpoint())
        && !call.headers().containsKey("Authorization")) {
      token.get().ifPresent(t -> request.header("Authorization", "Bearer " + t.secret()));
    }
    HttpResponse<InputStream> response = client.send(request.build(), BodyHandlers.ofInputStream());
    return new Watched(response, new WatchedStream(response.body(), stall));
  }

  /** The JDK's limit runs while the request's own content goes out, too. */
  private static Duration patience(HttpRequest request) {
    long bytes = request.bodyPublisher().map(HttpRequest.BodyPublisher::contentLength).orElse(0L);
    return ANSWER.plusSeconds(Math.max(0, bytes) / SLOWEST);
  }

  private static boolean sameOrigin(URI a, URI b) {
    return a.getHost().equalsIgnoreCase(b.getHost())
        && a.getPort() == b.getPort()
        && a.getScheme().equalsIgnoreCase(b.getScheme());
  }

  /** Asks, and reads the answer as JSON. */
  JsonNode json(HubCall call) throws IOException, InterruptedException {
    try (Answer answer = send(call)) {
      return parse(call, answer);
    }
  }

  static JsonNode parse(HubCall call, Answer answer) throws IOException {
    try {
      return JsonMapper.shared().readTree(answer.last().body().readAllBytes());
    } catch (JacksonException e) {
      throw new RemoteException(
          "%s answered about %s with something that is no JSON; check HF_ENDPOINT."
              .formatted(call.address().getHost(), call.about()),
          e);
    }
  }
}
