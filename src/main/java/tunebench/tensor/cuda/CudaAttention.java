package tunebench.tensor.cuda;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tunebench.tensor.Kernels;
import tunebench.tensor.Kernels.Packing;
import tunebench.tensor.Kernels.Sight;
import tunebench.tensor.Matrix;

/**
 * Attention by kernels of our own, whose gradients leave them turned back where whole heads turn,
 * compiled for a head's size when it is first asked for. Rows of some hundred tokens leave little
 * work to each block, so it pays that no row waits for another.
 */
final class CudaAttention {
  /** Sizes of a head that there are kernels for. */
  static final List<Integer> HEADS = List.of(64, 128);

  private static final Logger LOG = Logger.getLogger(CudaAttention.class.getName());
  private static final int TILE = 64;
  private static final int THREADS = 128;

  private final Launcher launcher;
  private final CubinStore store;
  private final Map<Integer, Optional<String>> loaded = new ConcurrentHashMap<>();

  CudaAttention(Launcher launcher, CubinStore store) {
    this.launcher = launcher;
    this.store = store;
  }

  /** Whether there are kernels for heads of this size that this card can run. */
  boolean has(int headDim) {
    return HEADS.contains(headDim) && loaded.computeIfAbsent(headDim, this::load).isPresent();
  }

  private String kernels(int headDim) {
    return loaded.computeIfAbsent(headDim, this::load).orElseThrow();
  }

  /** Machine code for heads of a size. */
  static byte[] cubin(CubinStore store, int headDim) {
    return store.cubin("attention", "-DDIM=" + headDim);
  }

  /** The suffix of the kernels' names, or nothing where they do not build or get no memory. */
  private Optional<String> load(int headDim) {
    String suffix = "@" + headDim;
    try {
      launcher.add(cubin(store, headDim), suffix, "attend", "attendDelta", "attendBackward");
      launcher.allowShared("attend" + suffix, forwardBytes(headDim));
      launcher.allowShared("attendBackward" + suffix, backwardBytes(headDim));
      return Optional.of(suffix);
    } catch (CudaException e) {
      LOG.log(Level.WARNING, e, () -> "Libtorch attends for heads of " + headDim);
      return Optional.empty();
    }
  }

  /** What is amiss with the kernels for a size of heads; null if nothing is. */
  @Nullable String problem() {
    List<Integer> missing = HEADS.stream().filter(size -> !has(size)).toList();
    return missing.isEmpty()
        ? null
        : "Libtorch attends for heads of %s: the kernel cannot be used here."
            .formatted(missing.stream().map(String::valueOf).collect(Collectors.joining(" and ")));
  }

  /** Two tiles of keys and values, one in use and one on its way. */
  private static int forwardBytes(int dim) {
    return 2 * (dim + 8) * 4 * TILE;
  }

  /**
   * Keys, values, and twice: half a tile of queries and of gradients, and two numbers per query.
   */
  private static int backwardBytes(int dim) {
    return 2 * (dim + 8) * 4 * TILE + 4 * 2 * TILE;
  }

  private static int tiles(Packing packing) {
    return (packing.longest() + TILE - 1) / TILE;
  }

  void forward(Matrix qkv, Packing packing, Sight sight, Matrix out, Matrix logs) {
    launcher
        .start("attend" + kernels(sight.headDim()))
        .with(qkv)
        .with(packing.starts().pointer())
        .with(out)
        .with(logs.pointer())
        .with(sight.heads())
        .with(sight.keyValueHeads())
        .with((float) sight.scale())
        .with(sight.window())
        .grid(
            packing.rows(), sight.heads(), tiles(packing), THREADS, forwardBytes(sight.headDim()));
  }

  void backward(
      Matrix qkv,
      Kernels.Attended forward,
      Matrix dOut,
      Packing packing,
      Sight sight,
      Kernels.Turn turn,
      Matrix deltas,
      Matrix dQkv) {
    String suffix = kernels(sight.headDim());
    launcher
        .start("attendDelta" + suffix)
        .with(forward.out().pointer())
        .with(forward.out().stride())
        .with(dOut)
        .with(deltas.pointer())
        .with(sight.heads())
        .each((long) qkv.rows() * sight.heads() * (sight.headDim() / 8));
    boolean whole = turn.turning() == sight.headDim();
    launcher
        .start("attendBackward" + suffix)
        .with(qkv)
        .with(packing.starts().pointer())
        .with(dOut)
        .with(forward.logs().pointer())
        .with(deltas.pointer())
        .with(dQkv)
        .with(whole ? turn.angles().cosines().pointer() : 0L)
        .with(whole ? turn.angles().sines().pointer() : 0L)
        .with(sight.heads())
        .with(sight.keyValueHeads())
        .with((float) sight.scale())
        .with(sight.window())
        .grid(
            packing.rows(),
            sight.keyValueHeads() + sight.heads(),
            tiles(packing),
            THREADS,
            backwardBytes(sight.headDim()));
  }
}
