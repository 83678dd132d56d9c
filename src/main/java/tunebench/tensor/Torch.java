package tunebench.tensor;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.pytorch.jni.LibUtils;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import tunebench.BadInputException;

/** Starts PyTorch once, and holds the switches that it keeps per thread or per process. */
public final class Torch {
  // DJL reports its start-up, and warns that it looks for CUDA's toolkit where a driver would do.
  // Held here, because the logging library forgets the level of a logger that nobody holds.
  private static final Logger DJL = Logger.getLogger("ai.djl");
  private static final Logger DJL_CUDA = Logger.getLogger("ai.djl.util.cuda");

  static {
    DJL.setLevel(Level.WARNING);
    DJL_CUDA.setLevel(Level.SEVERE);
  }

  private static final ThreadLocal<Boolean> PREPARED = ThreadLocal.withInitial(() -> false);

  private static volatile Path home = Path.of(System.getProperty("user.home"), ".tunebench");
  private static volatile @Nullable Libtorch loaded;

  private Torch() {}

  /** Sets the folder that remembers other builds of libtorch; before anything is computed. */
  public static void home(Path folder) {
    home = folder;
  }

  /** The build that is loaded, and why that one. */
  public static Libtorch libtorch() {
    start();
    return Objects.requireNonNull(loaded);
  }

  /** Whether the loaded build can compute on a GPU. */
  static boolean cuda() {
    return Files.exists(library("torch_cuda"));
  }

  /** Where one of the loaded build's libraries lies, if it has it. */
  public static Path library(String name) {
    start();
    return Path.of(LibUtils.getLibtorchPath()).resolve(System.mapLibraryName(name));
  }

  /** Loads the native library on first use and prepares the calling thread. */
  static void start() {
    if (PREPARED.get()) {
      return;
    }
    // The natives come with the program: nothing is fetched or reported behind the user's back.
    if (System.getProperty("ai.djl.offline") == null) {
      System.setProperty("ai.djl.offline", "true");
    }
    System.setProperty("OPT_OUT_TRACKING", "true");
    load();
    // The profiling executor stalls for tens of milliseconds at the second and third call of every
    // method.
    JniUtils.setGraphExecutorOptimize(false);
    JniUtils.setGradMode(false);
    PREPARED.set(true);
  }

  private static synchronized void load() {
    if (loaded != null) {
      return;
    }
    Libtorch chosen = Libtorch.choose(home);
    chosen.use();
    NativeEnvironment.prepare();
    NativeHeap.keepSpare();
    try {
      Engine.getEngine("PyTorch");
    } catch (EngineException | UnsatisfiedLinkError e) {
      throw new BadInputException(
          "libtorch %s cannot be loaded (%s). %s"
              .formatted(
                  chosen.folder() == null ? "of this program" : "in " + chosen.folder(),
                  firstLine(e),
                  chosen.folder() == null
                      ? "Install the program anew."
                      : "Name another folder, or delete this one to fetch it anew."),
          e);
    }
    if (!CpuThreads.chosenByUser()) {
      JniUtils.setNumThreads(CpuThreads.ofMachine().count());
    }
    loaded = chosen;
  }

  private static String firstLine(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
  }

  /** Seeds the generators of all devices; dropout draws from them. */
  public static void seed(long seed) {
    start();
    JniUtils.setSeed(seed);
  }

  /** Threads that one operator may use. */
  public static int threads() {
    start();
    return JniUtils.getNumThreads();
  }

  /** Sets the threads that one operator may use. */
  public static void threads(int count) {
    start();
    JniUtils.setNumThreads(count);
  }

  /** PyTorch's version. */
  public static String version() {
    start();
    return Engine.getEngine("PyTorch").getVersion();
  }

  /** Which build of PyTorch is loaded: {@code cpu}, or one for GPUs such as {@code cu128}. */
  public static String flavour() {
    return libtorch().flavour();
  }
}
