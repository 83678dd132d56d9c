package tunebench.hub;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tunebench.BadInputException;

/** Which files of a repository are worth their download. */
@FunctionalInterface
public interface FileChoice {
  /**
   * Those of all files that are wanted.
   *
   * @throws BadInputException if what is needed is not among them
   */
  List<HubFile> of(Repo repo, List<HubFile> all);

  /**
   * A model or an adapter: weights in safetensors form, config, tokenizer, card and licence at the
   * top of the repository. Weights in other forms (PyTorch, ONNX, the maker's own) are the same
   * again and stay where they are.
   */
  static FileChoice model() {
    return (repo, all) -> {
      List<HubFile> top = all.stream().filter(file -> !file.path().contains("/")).toList();
      boolean shards = top.stream().anyMatch(file -> file.name().startsWith("model"));
      List<HubFile> wanted =
          top.stream()
              .filter(FileChoice::belongsToModel)
              .filter(file -> !(shards && file.name().startsWith("consolidated")))
              .toList();
      if (wanted.stream().noneMatch(file -> file.name().endsWith(".safetensors"))) {
        boolean gguf = all.stream().anyMatch(file -> file.name().endsWith(".gguf"));
        throw new BadInputException(
            gguf
                ? "%s holds GGUF files only; name one with --file to download it.".formatted(repo)
                : "%s holds no weights in safetensors form, which Tunebench needs."
                    .formatted(repo));
      }
      return wanted;
    };
  }

  private static boolean belongsToModel(HubFile file) {
    String name = file.name();
    return List.of(".json", ".safetensors", ".txt", ".model", ".jinja").stream()
            .anyMatch(name::endsWith)
        || name.equals("README.md")
        || List.of("LICENSE", "NOTICE", "USE_POLICY").stream().anyMatch(name::startsWith);
  }

  /** A dataset: what can be read as rows, and its card. */
  static FileChoice dataset() {
    Set<String> ends = Set.of(".parquet", ".jsonl", ".ndjson", ".csv");
    return (repo, all) -> {
      List<HubFile> rows =
          all.stream()
              .filter(f -> ends.stream().anyMatch(f.path().toLowerCase(Locale.ROOT)::endsWith))
              .toList();
      if (rows.isEmpty()) {
        throw new BadInputException(
            "%s holds no parquet, JSON lines or CSV file; Tunebench reads no other."
                .formatted(repo));
      }
      return all.stream()
          .filter(file -> rows.contains(file) || file.path().equals("README.md"))
          .toList();
    };
  }

  /** Files by name, with {@code *} and {@code **} as in a shell. */
  static FileChoice named(List<String> patterns) {
    List<PathMatcher> matchers =
        patterns.stream().map(p -> FileSystems.getDefault().getPathMatcher("glob:" + p)).toList();
    return (repo, all) -> {
      List<HubFile> wanted =
          all.stream()
              .filter(f -> matchers.stream().anyMatch(m -> m.matches(Path.of(f.path()))))
              .toList();
      if (wanted.isEmpty()) {
        throw new BadInputException(
            "%s has no file that fits %s.".formatted(repo, String.join(", ", patterns)));
      }
      return wanted;
    };
  }
}
