package tunebench.service.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who is let in. The token keeps other users and web pages out; the Host is checked because a web
 * page can make its own name point to this machine (DNS rebinding), the Origin because browsers
 * name the page there.
 */
final class Guard {
  private static final String SCHEME = "Bearer ";

  private final byte[] token;
  private final Set<String> hosts;

  /**
   * Sets up.
   *
   * @param hosts names by which this service may be called, in small letters, ports left out
   */
  Guard(String token, Set<String> hosts) {
    this.token = token.getBytes(UTF_8);
    this.hosts = Set.copyOf(hosts);
  }

  void check(Headers headers) throws Refusal {
    String host = headers.getFirst("Host");
    if (host == null || !hosts.contains(name(host))) {
      throw new Refusal(421, "This service is not called " + host + ".");
    }
    String origin = headers.getFirst("Origin");
    if (origin != null && !hosts.contains(name(origin.replaceFirst("^https?://", "")))) {
      throw new Refusal(403, "Web pages may not use this service.");
    }
    String given = bearer(headers.getFirst("Authorization"));
    if (given == null || !MessageDigest.isEqual(given.getBytes(UTF_8), token)) {
      throw new Refusal(401, "The token is missing or wrong; read it from the service's file.");
    }
  }

  private static @Nullable String bearer(@Nullable String authorization) {
    return authorization != null && authorization.startsWith(SCHEME)
        ? authorization.substring(SCHEME.length()).strip()
        : null;
  }

  private static String name(String hostAndPort) {
    return hostAndPort.replaceFirst(":\\d+$", "").toLowerCase(Locale.ROOT);
  }
}
