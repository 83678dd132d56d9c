package tunebench.hub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folder that {@code huggingface_hub} and we share: for each repository {@code blobs} with the
 * files by their hash, {@code refs} with the commit of each revision, and {@code snapshots} with a
 * folder per commit whose files are links to blobs. Nothing here asks the network.
 */
public final class HubCache {
  private static final Pattern SNAPSHOT =
      Pattern.compile("(models|datasets)--(.+)--(.+)/snapshots/([0-9a-f]{40})");

  /** A numbered part of a file, such as {@code model-00001-of-00002.safetensors}. */
  private static final Pattern PART = Pattern.compile("(.*-)\\d{5}(-of-(\\d{5})\\..*)");

  private static final List<String> CONTENT =
      List.of(".safetensors", ".gguf", ".parquet", ".jsonl", ".ndjson", ".csv");

  private final Path root;

  public HubCache(Path root) {
    this.root = root;
  }

  Path root() {
    return root;
  }

  Path folder(Repo repo) {
    return root.resolve(repo.folder());
  }

  Path blob(Repo repo, String etag) {
    return folder(repo).resolve("blobs").resolve(etag);
  }

  /** Where a blob grows until it is whole; the same name as {@code huggingface_hub}'s. */
  Path incomplete(Repo repo, String etag) {
    return folder(repo).resolve("blobs").resolve(etag + ".incomplete");
  }

  Path lock(Repo repo, String etag) {
    return root.resolve(".locks").resolve(repo.folder()).resolve(etag + ".lock");
  }

  Path snapshot(Repo repo, String commit) {
    return folder(repo).resolve("snapshots").resolve(commit);
  }

  /** The commit that a revision named when it was last downloaded. */
  public Optional<String> commit(Repo repo) {
    if (repo.pinned()) {
      return Optional.of(repo.revision());
    }
    Path ref = folder(repo).resolve("refs").resolve(repo.revision());
    try {
      return Files.isRegularFile(ref)
          ? Optional.of(Files.readString(ref).strip()).filter(Repo::isCommit)
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The folder of a revision, if anything of it was downloaded. A short hash is enough. */
  public Optional<Path> find(Repo repo) {
    return commit(repo)
        .or(() -> shortened(repo))
        .map(commit -> snapshot(repo, commit))
        .filter(Files::isDirectory);
  }

  private Optional<String> shortened(Repo repo) {
    if (!repo.revision().matches("[0-9a-f]{7,39}")) {
      return Optional.empty();
    }
    List<String> fitting =
        names(folder(repo).resolve("snapshots")).stream()
            .filter(name -> name.startsWith(repo.revision()))
            .toList();
    return fitting.size() == 1 ? Optional.of(fitting.getFirst()) : Optional.empty();
  }

  /**
   * Whether a download was begun and not ended: parts of a numbered file are missing, or there is
   * nothing but a beginning. What another program left half of something else does not count.
   */
  public boolean isBegun(Repo repo) {
    Optional<Path> snapshot = find(repo);
    boolean half =
        names(folder(repo).resolve("blobs")).stream().anyMatch(n -> n.endsWith(".incomplete"));
    if (snapshot.isEmpty()) {
      return half;
    }
    List<String> files = files(snapshot.get());
    boolean content = files.stream().anyMatch(name -> CONTENT.stream().anyMatch(name::endsWith));
    return (half && !content) || files.stream().anyMatch(name -> lacksParts(name, files));
  }

  private static boolean lacksParts(String name, List<String> files) {
    Matcher part = PART.matcher(name);
    if (!part.matches()) {
      return false;
    }
    String like = Pattern.quote(part.group(1)) + "\\d{5}" + Pattern.quote(part.group(2));
    long there = files.stream().filter(other -> other.matches(like)).count();
    return there < Integer.parseInt(part.group(3));
  }

  /** Files of a snapshot whose content is there. */
  private static List<String> files(Path snapshot) {
    try (Stream<Path> files = Files.walk(snapshot)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> snapshot.relativize(file).toString().replace('\\', '/'))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Notes what a revision names now. */
  void remember(Repo repo, String commit) throws IOException {
    if (!repo.revision().equals(commit)) {
      Path ref = folder(repo).resolve("refs").resolve(repo.revision());
      Files.createDirectories(ref.getParent());
      // A name of its own: two downloads of one revision may end at once.
      Path aside = folder(repo).resolve(".ref-" + UUID.randomUUID());
      Files.writeString(aside, commit);
      Files.move(aside, ref, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** A repository that has a folder here. */
  public record Held(Repo repo, Path snapshot) {}

  /** What was downloaded, by ourselves or by Python: each revision that has a name. */
  public List<Held> list(RepoType type) {
    List<Held> held = new ArrayList<>();
    for (String name : names(root)) {
      String prefix = type.plural() + "--";
      String id = name.startsWith(prefix) ? name.substring(prefix.length()) : "";
      Optional<Repo> repo = Repo.find(type, id.replaceFirst("--", "/"));
      if (repo.isPresent()) {
        for (String ref : names(root.resolve(name).resolve("refs"))) {
          Repo revision = repo.get().at(ref);
          find(revision).ifPresent(path -> held.add(new Held(revision, path)));
        }
      }
    }
    return List.copyOf(held);
  }

  private static List<String> names(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The name on the Hub of a folder of any such cache: {@code org/name}, which is what PEFT wants
   * to find in an adapter. Empty for other folders.
   */
  public static Optional<String> nameOf(Path folder) {
    Path path = folder.toAbsolutePath().normalize();
    int parts = path.getNameCount();
    if (parts < 3) {
      return Optional.empty();
    }
    Matcher snapshot =
        SNAPSHOT.matcher(path.subpath(parts - 3, parts).toString().replace('\\', '/'));
    return snapshot.matches()
        ? Optional.of(snapshot.group(2) + "/" + snapshot.group(3))
        : Optional.empty();
  }
}
