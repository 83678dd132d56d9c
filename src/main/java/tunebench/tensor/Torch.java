package tunebench.tensor;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;
import java.util.logging.Level;
import java.util.logging.Logger;

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

  private Torch() {}

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
    AllocatorSettings.apply();
    Engine.getEngine("PyTorch");
    // The profiling executor stalls for tens of milliseconds at the second and third call of every
    // method.
    JniUtils.setGraphExecutorOptimize(false);
    JniUtils.setGradMode(false);
    PREPARED.set(true);
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

  /** PyTorch's version. */
  public static String version() {
    start();
    return Engine.getEngine("PyTorch").getVersion();
  }

  /** Which build of PyTorch is loaded: {@code cpu}, or one for GPUs such as {@code cu128}. */
  public static String flavour() {
    start();
    String asked = System.getProperty("PYTORCH_FLAVOR", System.getenv("PYTORCH_FLAVOR"));
    boolean gpu = Engine.getEngine("PyTorch").getGpuCount() > 0;
    return asked != null ? asked : gpu ? "cuda" : "cpu";
  }
}
