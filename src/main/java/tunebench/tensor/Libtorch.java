package tunebench.tensor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tunebench.BadInputException;

/**
 * Which build of libtorch is to be loaded, and why.
 *
 * @param folder null for the one that comes with the program
 * @param flavour such as {@code cpu} or {@code cu128}
 * @param why one sentence for the person
 */
public record Libtorch(@Nullable Path folder, String flavour, String why) {
  /** What DJL reads for a folder of one's own. */
  private static final String PATH = "PYTORCH_LIBRARY_PATH";

  /** What {@link #use} set, which is nobody's wish. */
  private static volatile String ours = "";

  private static final String FLAVOUR = "PYTORCH_FLAVOR";
  private static final String NAMED = "named.txt";

  /** The first CUDA whose drivers run programs made for a later CUDA 12. */
  private static final double OLDEST_CUDA = 12;

  /**
   * Chooses; loads nothing. A build for GPUs is chosen where the driver offers one and the build is
   * here: named by the person, or fetched.
   *
   * @param home folder in which named and fetched builds are remembered
   */
  public static Libtorch choose(Path home) {
    String set = System.getProperty(PATH, System.getenv(PATH));
    if (set != null && !set.equals(ours)) {
      String flavour = System.getProperty(FLAVOUR, System.getenv(FLAVOUR));
      Path folder = Path.of(set);
      return new Libtorch(
          folder,
          flavour == null ? LibtorchFolder.of(folder).flavour() : flavour,
          "The variable %s names it.".formatted(PATH));
    }
    int devices = CudaDriver.devices();
    String cuda = devices == 0 ? "" : CudaMemory.version();
    return choose(home, devices, cuda);
  }

  static Libtorch choose(Path home, int devices, String cuda) {
    if (devices == 0) {
      return own("No NVIDIA driver with a device was found, so the CPU build serves.");
    }
    if (Double.parseDouble(cuda) < OLDEST_CUDA) {
      return own(
          "The driver offers %d GPU but knows CUDA %s only, and 12 is needed: install a newer driver."
              .formatted(devices, cuda));
    }
    Optional<Path> named = named(home);
    if (named.isPresent()) {
      LibtorchFolder folder = LibtorchFolder.of(named.get());
      return new Libtorch(
          folder.folder(), folder.flavour(), "It was named by hand: %s.".formatted(named.get()));
    }
    Path fetched = fetched(home);
    if (Files.isRegularFile(fetched.resolve(System.mapLibraryName("torch")))) {
      return new Libtorch(
          fetched,
          LibtorchFolder.GPU_FLAVOUR,
          "The driver offers %d GPU (CUDA %s), and the build for it was fetched."
              .formatted(devices, cuda));
    }
    return own(
        "The driver offers %d GPU (CUDA %s), but libtorch for it is not here: fetch it, or name a folder that has it."
            .formatted(devices, cuda));
  }

  private static Libtorch own(String why) {
    return new Libtorch(null, "cpu", why);
  }

  /** Where a fetched build is, once it is whole. */
  public static Path fetched(Path home) {
    return home.resolve("libtorch")
        .resolve(LibtorchFolder.WANTED + "-" + LibtorchFolder.GPU_FLAVOUR + "-" + platform());
  }

  /** The machine's kind as libtorch's builds name it, such as {@code linux-x86_64}. */
  public static String platform() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch");
    return (system.startsWith("windows") ? "win" : system.startsWith("mac") ? "osx" : "linux")
        + "-"
        + (arch.equals("amd64") ? "x86_64" : arch);
  }

  /** The flavour that would serve this machine's GPU, "" where there is none. */
  public static String wanted() {
    return CudaDriver.devices() == 0 ? "" : LibtorchFolder.GPU_FLAVOUR;
  }

  /** The folder that a person named, if one was. */
  public static Optional<Path> named(Path home) {
    Path file = home.resolve("libtorch").resolve(NAMED);
    try {
      return Files.isRegularFile(file)
          ? Optional.of(Path.of(Files.readString(file).strip()))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Names a folder, or forgets what was named where it is null.
   *
   * @throws BadInputException if it holds no libtorch that this program can use
   */
  public static void name(Path home, @Nullable Path folder) throws IOException {
    Path file = home.resolve("libtorch").resolve(NAMED);
    if (folder == null) {
      Files.deleteIfExists(file);
      return;
    }
    LibtorchFolder.of(folder);
    Files.createDirectories(file.getParent());
    Files.writeString(file, folder.toAbsolutePath() + "\n");
  }

  /** Lets DJL load it; only before PyTorch was started. */
  void use() {
    Path chosen = folder;
    if (chosen != null && System.getProperty(PATH, System.getenv(PATH)) == null) {
      ours = chosen.toString();
      System.setProperty(PATH, ours);
      System.setProperty(FLAVOUR, flavour);
    }
  }
}
