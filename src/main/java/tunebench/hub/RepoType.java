package tunebench.hub;

import java.util.Locale;

/** What a repository holds. */
public enum RepoType {
  MODEL("models", ""),
  DATASET("datasets", "datasets/");

  private final String plural;
  private final String prefix;

  RepoType(String plural, String prefix) {
    this.plural = plural;
    this.prefix = prefix;
  }

  /** As in the addresses of the Hub's interface and in names of cache folders. */
  String plural() {
    return plural;
  }

  /** In front of a name in the addresses of pages and files. */
  String prefix() {
    return prefix;
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
