package tunebench.tensor.cuda;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tunebench.tensor.Kernels;
import tunebench.tensor.Kernels.Packing;
import tunebench.tensor.Kernels.Sight;
import tunebench.tensor.Matrix;

/**
 * Attention by kernels of our own, compiled for a head's size when it is first asked for. Rows of
 * some hundred tokens leave little work to each block, so it pays that no row waits for another.
 */
final class CudaAttention {
  private static final int TILE = 64;
  private static final int THREADS = 128;

  private final Launcher launcher;
  private final CubinStore store;
  private final int half;
  private final Map<Integer, String> loaded = new ConcurrentHashMap<>();

  CudaAttention(Launcher launcher, CubinStore store, int half) {
    this.launcher = launcher;
    this.store = store;
    this.half = half;
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
              store.cubin("attention", half, "-DDIM=" + dim),
              suffix,
              "attend",
              "attendDelta",
              "attendKeys",
              "attendQueries");
          launcher.allowShared("attendKeys" + suffix, sharedBytes(dim));
          return suffix;
        });
  }

  /** Tiles of keys, values, queries and output gradients, and two numbers per query. */
  private static int sharedBytes(int dim) {
    return 2 * (dim + 8) * (TILE + TILE + TILE / 2 + TILE / 2) + 2 * 4 * TILE / 2;
  }

  private static int tiles(Packing packing) {
    return (packing.longest() + TILE - 1) / TILE;
  }

  void forward(Matrix qkv, Packing packing, Sight sight, Matrix out, Matrix logs) {
    launcher.grid(
        "attend" + kernels(sight.headDim()),
        new int[] {tiles(packing), sight.heads(), packing.rows()},
        THREADS,
        0,
        qkv.pointer(),
        qkv.stride(),
        packing.starts().pointer(),
        out.pointer(),
        out.stride(),
        logs.pointer(),
        sight.heads(),
        sight.keyValueHeads(),
        (float) sight.scale(),
        sight.window());
  }

  void backward(
      Matrix qkv,
      Kernels.Attended forward,
      Matrix dOut,
      Packing packing,
      Sight sight,
      Matrix deltas,
      Matrix dQkv) {
    String suffix = kernels(sight.headDim());
    launcher.each(
        "attendDelta" + suffix,
        32L * qkv.rows() * sight.heads(),
        forward.out().pointer(),
        forward.out().stride(),
        dOut.pointer(),
        dOut.stride(),
        deltas.pointer(),
        sight.heads());
    Object[] args = {
      qkv.pointer(),
      qkv.stride(),
      packing.starts().pointer(),
      dOut.pointer(),
      dOut.stride(),
      forward.logs().pointer(),
      deltas.pointer(),
      dQkv.pointer(),
      dQkv.stride(),
      sight.heads(),
      sight.keyValueHeads(),
      (float) sight.scale(),
      sight.window()
    };
    launcher.grid(
        "attendKeys" + suffix,
        new int[] {tiles(packing), sight.keyValueHeads(), packing.rows()},
        THREADS,
        sharedBytes(sight.headDim()),
        args);
    launcher.grid(
        "attendQueries" + suffix,
        new int[] {tiles(packing), sight.heads(), packing.rows()},
        THREADS,
        0,
        args);
  }
}
