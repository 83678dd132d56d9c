package tunebench.track;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tunebench.BadInputException;

/** One request at a time to a tracker; what failed is tried again by the one that feeds it. */
final class TrackHttp {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();

  private final String tracker;

  TrackHttp(String tracker) {
    this.tracker = tracker;
  }

  JsonNode post(URI address, Map<String, String> headers, Object body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(TrackJson.text(body)));
    return send(request, headers, LIMIT);
  }

  void put(URI address, Map<String, String> headers, Path file)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(address).PUT(BodyPublishers.ofFile(file));
    long seconds = Files.size(file) / 50_000;
    Object _ = send(request, headers, LIMIT.plusSeconds(seconds));
  }

  private JsonNode send(HttpRequest.Builder request, Map<String, String> headers, Duration limit)
      throws IOException, InterruptedException {
    headers.forEach(request::setHeader);
    HttpResponse<String> answer =
        client.send(request.timeout(limit).build(), BodyHandlers.ofString());
    int status = answer.statusCode();
    if (status == 401 || status == 403) {
      throw new BadInputException(
          "%s does not take the key (%d); check it and the project's name."
              .formatted(tracker, status));
    }
    if (status == 400 || status == 404) {
      throw new BadInputException(
          "%s refused a request with %d (%s); check its address."
              .formatted(tracker, status, start(answer.body())));
    }
    if (status >= 300) {
      throw new IOException("it answered %d".formatted(status));
    }
    try {
      return TrackJson.MAPPER.readTree(answer.body().isBlank() ? "{}" : answer.body());
    } catch (JacksonException e) {
      // A store answers an upload with whatever it likes.
      return TrackJson.MAPPER.createObjectNode();
    }
  }

  private static String start(String text) {
    String line = text.replaceAll("\\s+", " ").strip();
    return line.substring(0, Math.min(200, line.length()));
  }
}
