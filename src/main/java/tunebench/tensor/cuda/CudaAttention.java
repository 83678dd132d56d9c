package tunebench.tensor.cuda;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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
  private static final int TILE = 64;
  private static final int THREADS = 128;

  private final Launcher launcher;
  private final CubinStore store;
  private final Map<Integer, String> loaded = new ConcurrentHashMap<>();

  CudaAttention(Launcher launcher, CubinStore store) {
    this.launcher = launcher;
    this.store = store;
  }

  /** Whether there are kernels for heads of this size. */
  boolean has(int headDim) {
    return headDim == 64 || headDim == 128;
  }

  /** The suffix of the kernels' names. */
  private String kernels(int headDim) {
    return loaded.computeIfAbsent(
        headDim,
        dim -> {
          String suffix = "@" + dim;
          launcher.add(
              store.cubin("attention", "-DDIM=" + dim),
              suffix,
              "attend",
              "attendDelta",
              "attendBackward");
          launcher.allowShared("attend" + suffix, forwardBytes(dim));
          launcher.allowShared("attendBackward" + suffix, backwardBytes(dim));
          return suffix;
        });
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
