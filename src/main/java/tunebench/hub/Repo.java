package tunebench.hub;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tunebench.BadInputException;

/**
 * A repository at a revision, written {@code org/name} or {@code org/name@revision}.
 *
 * @param id {@code org/name}
 * @param revision branch, tag or commit
 */
public record Repo(RepoType type, String id, String revision) {
  /** The branch that every repository begins with. */
  public static final String MAIN = "main";

  private static final String PART = "[A-Za-z0-9][A-Za-z0-9._-]*";
  private static final Pattern TEXT =
      Pattern.compile("(" + PART + "/" + PART + ")(?:@([A-Za-z0-9][A-Za-z0-9._/-]*))?");
  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");

  /**
   * Reads a name.
   *
   * @throws BadInputException if it is none
   */
  public static Repo of(RepoType type, String text) {
    return find(type, text)
        .orElseThrow(
            () ->
                new BadInputException(
                    "\"%s\" is no name on the Hub; write it as org/name or org/name@revision."
                        .formatted(text)));
  }

  /** Reads a name if the text can be one. */
  public static Optional<Repo> find(RepoType type, String text) {
    Matcher name = TEXT.matcher(text);
    if (!name.matches() || text.contains("..") || text.contains("--")) {
      return Optional.empty();
    }
    String revision = name.group(2);
    return Optional.of(new Repo(type, name.group(1), revision == null ? MAIN : revision));
  }

  /** The same repository at another revision. */
  public Repo at(String other) {
    return new Repo(type, id, other);
  }

  /** Whether the revision names one commit for good. */
  boolean pinned() {
    return COMMIT.matcher(revision).matches();
  }

  /** Whether a text is a commit's hash. */
  static boolean isCommit(String text) {
    return COMMIT.matcher(text).matches();
  }

  /** Where the Hub's interface speaks of it. */
  String api() {
    return "/api/" + type.plural() + "/" + id;
  }

  /** The path of its page, where terms are accepted too. */
  String page() {
    return "/" + type.prefix() + id;
  }

  /** The revision as one part of a path. */
  String revisionPart() {
    return URLEncoder.encode(revision, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** The folder of the cache that holds it. */
  String folder() {
    return type.plural() + "--" + id.replace("/", "--");
  }

  @Override
  public String toString() {
    return revision.equals(MAIN) ? id : id + "@" + revision;
  }
}
