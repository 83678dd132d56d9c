package tunebench.format;

import java.nio.file.Path;
import java.util.Optional;

/** The weights of a model, whatever file they are in, by the Hub's names. */
public final class ModelWeights {
  private ModelWeights() {}

  /**
   * Opens a folder in the Hub's layout, a {@code .gguf} file, or a folder with one.
   *
   * @throws tunebench.BadInputException if there are no weights or a file is not what its format
   *     allows
   */
  public static TensorSource open(Path path) {
    Optional<Path> gguf = GgufPath.find(path);
    return gguf.isPresent() ? GgufWeights.open(gguf.get()) : ShardedWeights.open(path);
  }
}
