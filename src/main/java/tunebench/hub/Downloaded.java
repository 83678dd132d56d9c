package tunebench.hub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import tunebench.BadInputException;

/**
 * Paths and names on the Hub as files of this machine. A path that exists is that path; a name is
 * looked up among what was downloaded. The network is never asked.
 */
public final class Downloaded {
  private static final List<String> ROWS = List.of(".parquet", ".jsonl", ".ndjson", ".csv");

  private final HubCache cache;

  public Downloaded(HubCache cache) {
    this.cache = cache;
  }

  /** In the cache of this person. */
  public static Downloaded ofEnvironment() {
    return new Downloaded(new HubCache(HubSettings.ofEnvironment().cache()));
  }

  /**
   * The folder of a model or an adapter.
   *
   * @param text a path, {@code org/name} or {@code org/name@revision}
   * @throws BadInputException if it is a name, and what it names is not here as a whole
   */
  public Path model(String text) {
    Path path = Path.of(text);
    if (Files.exists(path)) {
      return path;
    }
    Optional<Repo> repo = Repo.find(RepoType.MODEL, text);
    return repo.isEmpty() ? path : folder(repo.get(), text, "hub download " + text);
  }

  private Path folder(Repo repo, String text, String command) {
    Path folder =
        cache
            .find(repo)
            .orElseThrow(
                () ->
                    new BadInputException(
                        "There is no folder %s, and nothing of that name was downloaded; run %s, or check the path."
                            .formatted(text, command)));
    if (cache.isBegun(repo)) {
      throw new BadInputException(
          "The download of %s has not come to its end; run %s to go on.".formatted(text, command));
    }
    return folder;
  }

  /**
   * A file of rows.
   *
   * @param text a path, or {@code org/name}, {@code org/name@revision}, either with {@code :part}
   *     behind it: the split, such as {@code train}, or the beginning of a file's path
   * @return the file; an asterisk in its name stands for the parts of one table
   * @throws BadInputException if it is a name, and it is not clear what it names, or not here
   */
  public Path rows(String text) {
    Path path = Path.of(text);
    int colon = text.indexOf(':');
    String name = colon < 0 ? text : text.substring(0, colon);
    String part = colon < 0 ? "" : text.substring(colon + 1);
    Optional<Repo> repo = Repo.find(RepoType.DATASET, name);
    if (repo.isEmpty() || Files.exists(path)) {
      return path;
    }
    Path folder = folder(repo.get(), name, "hub download --dataset " + name);
    NavigableSet<String> tables = tables(folder);
    if (!part.isEmpty()) {
      tables.removeIf(table -> !fits(table, part));
    } else if (tables.stream().anyMatch(table -> fits(table, "train"))) {
      tables.removeIf(table -> !fits(table, "train"));
    }
    if (tables.size() != 1) {
      throw new BadInputException(
          "%s %s; write one of them behind the name, such as %s:train."
              .formatted(
                  text,
                  tables.isEmpty()
                      ? "names none of " + String.join(", ", tables(folder))
                      : "could be " + String.join(" or ", tables),
                  name));
    }
    return folder.resolve(tables.first());
  }

  private static boolean fits(String table, String part) {
    String file = table.substring(table.lastIndexOf('/') + 1);
    return table.startsWith(part) || file.startsWith(part) || table.startsWith("data/" + part);
  }

  /** The tables of a dataset; the parts of one are told by their numbers. */
  private static NavigableSet<String> tables(Path folder) {
    NavigableSet<String> tables = new TreeSet<>();
    try (Stream<Path> files = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString().replace('\\', '/'))
          .filter(name -> ROWS.stream().anyMatch(name.toLowerCase(Locale.ROOT)::endsWith))
          .map(name -> name.replaceAll("-\\d{5}-of-\\d{5}", "-*"))
          .forEach(tables::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return tables;
  }
}
