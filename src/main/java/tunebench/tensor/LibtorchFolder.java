package tunebench.tensor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tunebench.BadInputException;

/**
 * A folder with a build of libtorch, as PyTorch's archives, its Python packages, and DJL have it.
 *
 * @param folder that holds the libraries themselves
 * @param flavour {@code cpu} or {@code cu128}
 * @param version such as {@code 2.7.1}, "" where the folder does not say
 */
public record LibtorchFolder(Path folder, String flavour, String version) {
  /** The version that this program's bridge to libtorch was built for. */
  public static final String WANTED = "2.7.1";

  /** The flavour for GPUs that the bridge was built for. */
  public static final String GPU_FLAVOUR = "cu128";

  private static final Pattern VERSION = Pattern.compile("(\\d+\\.\\d+\\.\\d+)(?:\\+(\\w+))?");

  /**
   * Looks at a folder.
   *
   * @throws BadInputException if it holds no libtorch, or one of another version
   */
  public static LibtorchFolder of(Path named) {
    Path folder = libraries(named);
    if (folder == null) {
      throw new BadInputException(
          "%s holds no %s, neither itself nor in a folder lib; name a folder with libtorch %s."
              .formatted(named, System.mapLibraryName("torch"), WANTED));
    }
    boolean gpu = Files.exists(folder.resolve(System.mapLibraryName("torch_cuda")));
    Optional<Matcher> said = said(folder);
    String version = said.map(match -> match.group(1)).orElse("");
    String build = said.map(match -> match.group(2)).orElse(null);
    if (!version.isEmpty() && !version.equals(WANTED)) {
      throw new BadInputException(
          "%s holds libtorch %s; this program needs %s.".formatted(named, version, WANTED));
    }
    if (gpu && build != null && build.startsWith("cu") && !build.startsWith("cu12")) {
      throw new BadInputException(
          "%s holds libtorch for %s; this program needs %s.".formatted(named, build, GPU_FLAVOUR));
    }
    return new LibtorchFolder(folder.toAbsolutePath(), gpu ? GPU_FLAVOUR : "cpu", version);
  }

  /** Whether it can compute on a GPU. */
  public boolean gpu() {
    return !flavour.equals("cpu");
  }

  private static @Nullable Path libraries(Path named) {
    String library = System.mapLibraryName("torch");
    for (Path folder : new Path[] {named, named.resolve("lib")}) {
      if (Files.isRegularFile(folder.resolve(library))) {
        return folder;
      }
    }
    return null;
  }

  /** Archives say it in {@code build-version}, Python's packages in {@code version.py}. */
  private static Optional<Matcher> said(Path folder) {
    Path above = folder.toAbsolutePath().resolve("..").normalize();
    for (Path file :
        new Path[] {
          folder.resolve("build-version"),
          above.resolve("build-version"),
          above.resolve("version.py")
        }) {
      if (Files.isRegularFile(file)) {
        try {
          Matcher match = VERSION.matcher(Files.readString(file));
          if (match.find()) {
            return Optional.of(match);
          }
        } catch (IOException e) {
          throw new BadInputException(file + " cannot be read; check that it may be.", e);
        }
      }
    }
    return Optional.empty();
  }
}
