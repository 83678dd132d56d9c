package tunebench.hub;

import java.util.List;

/**
 * Whose token it is.
 *
 * @param role of the token: {@code read}, {@code write} or {@code fineGrained}; "" if not told
 * @param organizations that the person may write for
 * @param source where the token was found
 */
public record Account(String name, String role, List<String> organizations, String source) {
  public Account {
    organizations = List.copyOf(organizations);
  }
}
