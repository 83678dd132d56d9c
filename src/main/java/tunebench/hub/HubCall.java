package tunebench.hub;

import java.net.URI;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;

/**
 * One request. Its body can be made anew for each try.
 *
 * @param about for sentences, such as {@code org/name}
 * @param accepted statuses of 400 and above that are answers, too
 */
record HubCall(
    String method,
    URI address,
    String about,
    Map<String, String> headers,
    Callable<BodyPublisher> body,
    Set<Integer> accepted) {
  HubCall {
    accepted = Set.copyOf(accepted);
  }

  HubCall(
      String method,
      URI address,
      String about,
      Map<String, String> headers,
      Callable<BodyPublisher> body) {
    this(method, address, about, headers, body, Set.of());
  }

  static HubCall get(URI address, String about) {
    return new HubCall("GET", address, about, Map.of(), BodyPublishers::noBody);
  }

  static HubCall post(URI address, String about, String type, byte[] content) {
    return new HubCall(
        "POST",
        address,
        about,
        Map.of("Content-Type", type),
        () -> BodyPublishers.ofByteArray(content));
  }

  /** A whole file. */
  static HubCall put(URI address, String about, Path file) {
    return new HubCall("PUT", address, about, Map.of(), () -> BodyPublishers.ofFile(file));
  }

  HubCall with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new HubCall(method, address, about, more, body, accepted);
  }

  /** The same under a name that says less. */
  HubCall called(String words) {
    return new HubCall(method, address, words, headers, body, accepted);
  }

  HubCall to(URI other) {
    return new HubCall(method, other, about, headers, body, accepted);
  }

  /** The same where an answer of this status is none that was refused. */
  HubCall accepting(int status) {
    return new HubCall(method, address, about, headers, body, Set.of(status));
  }
}
