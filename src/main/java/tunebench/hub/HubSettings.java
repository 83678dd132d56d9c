package tunebench.hub;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tunebench.BadInputException;

/**
 * Where the Hub is and where its files lie, by the variables that {@code huggingface_hub} reads: so
 * both use one cache and one token.
 *
 * @param endpoint without a slash at the end
 * @param home holds cache and token
 * @param cache of repositories
 * @param tokenFile where a token may lie
 * @param token that a variable holds, or ""
 * @param offline whether nothing may be asked of the network
 */
public record HubSettings(
    URI endpoint, Path home, Path cache, Path tokenFile, String token, boolean offline) {
  private static final Set<String> YES = Set.of("1", "on", "yes", "true");

  /** By the variables of this process; a system property of the same name comes first. */
  public static HubSettings ofEnvironment() {
    Map<String, String> variables = new HashMap<>(System.getenv());
    for (String name : System.getProperties().stringPropertyNames()) {
      if (name.startsWith("HF_")) {
        variables.put(name, System.getProperty(name));
      }
    }
    return of(variables, Path.of(System.getProperty("user.home")));
  }

  /**
   * By some variables.
   *
   * @param user folder of the person
   * @throws BadInputException if {@code HF_ENDPOINT} is no address
   */
  public static HubSettings of(Map<String, String> variables, Path user) {
    String caches = first(variables, "XDG_CACHE_HOME");
    Path base = caches.isEmpty() ? user.resolve(".cache") : Path.of(caches);
    Path home = path(variables, base.resolve("huggingface"), user, "HF_HOME");
    return new HubSettings(
        endpoint(first(variables, "HF_ENDPOINT")),
        home,
        path(variables, home.resolve("hub"), user, "HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE"),
        path(variables, home.resolve("token"), user, "HF_TOKEN_PATH"),
        first(variables, "HF_TOKEN", "HUGGING_FACE_HUB_TOKEN"),
        YES.contains(
            first(variables, "HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE").toLowerCase(Locale.ROOT)));
  }

  private static String first(Map<String, String> variables, String... names) {
    for (String name : names) {
      String value = variables.getOrDefault(name, "").strip();
      if (!value.isEmpty()) {
        return value;
      }
    }
    return "";
  }

  private static Path path(Map<String, String> variables, Path usual, Path user, String... names) {
    String given = first(variables, names);
    if (given.isEmpty()) {
      return usual;
    }
    return given.startsWith("~/") ? user.resolve(given.substring(2)) : Path.of(given);
  }

  private static URI endpoint(String given) {
    String text = given.isEmpty() ? "https://huggingface.co" : given.replaceAll("/+$", "");
    try {
      URI address = new URI(text);
      if (address.getHost() != null && String.valueOf(address.getScheme()).startsWith("http")) {
        return address;
      }
    } catch (URISyntaxException e) {
      throw noAddress(given);
    }
    throw noAddress(given);
  }

  private static BadInputException noAddress(String given) {
    return new BadInputException(
        "HF_ENDPOINT is \"%s\", which is no http address; correct or unset it.".formatted(given));
  }

  /** An address below the endpoint. */
  URI at(String path) {
    return URI.create(endpoint + path);
  }

  /** The token stays out of every text that is made of this. */
  @Override
  public String toString() {
    return "HubSettings[endpoint=%s, cache=%s, offline=%s]".formatted(endpoint, cache, offline);
  }
}
