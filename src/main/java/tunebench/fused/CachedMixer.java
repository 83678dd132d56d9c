package tunebench.fused;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.Objects;
import tunebench.llama.KeyValueCache;
import tunebench.llama.Positions;
import tunebench.tensor.Kernels;
import tunebench.tensor.Matrix;
import tunebench.tensor.Scope;
import tunebench.tensor.Script;
import tunebench.tensor.Tensors;

/**
 * Attention of a few new tokens per row to those cached before them and to each other; the cache
 * grows by theirs.
 *
 * @param rows rows of the batch; each has as many new tokens as the others
 */
record CachedMixer(Scope scope, Kernels kernels, KeyValueCache cache, Positions positions, int rows)
    implements Mixer {
  private static final Script SCRIPT = Script.resource(CachedMixer.class, "cached.torch");

  @Override
  public void attend(int layer, Matrix qkv, Kernels.Sight sight, Kernels.Attended into) {
    kernels.settle();
    NDArray mask = Objects.requireNonNull(positions.mask(layer), "a cache needs masks");
    try (Scope step = scope.child()) {
      NDList grown =
          SCRIPT.call(
              step,
              "attend",
              Tensors.view(step, qkv),
              cache.keys(layer),
              cache.values(layer),
              mask,
              Tensors.view(step, into.out()),
              rows,
              sight.heads(),
              sight.keyValueHeads(),
              sight.headDim(),
              sight.scale());
      cache.put(layer, grown.get(0), grown.get(1));
    }
  }

  /** The keys and values of packed rows as a cache holds them, padded on the right. */
  static void fill(
      Scope scope, KeyValueCache cache, int layer, Matrix qkv, NDArray slots, Kernels.Sight sight) {
    try (Scope step = scope.child()) {
      NDList out =
          SCRIPT.call(
              scope,
              "spread",
              Tensors.view(step, qkv),
              slots,
              sight.heads(),
              sight.keyValueHeads(),
              sight.headDim());
      cache.put(layer, out.get(0), out.get(1));
    }
  }

  @Override
  public void backward(
      Matrix qkv,
      Kernels.Attended forward,
      Matrix dOut,
      Kernels.Sight sight,
      Kernels.Turn turn,
      Matrix room,
      Matrix dQkv) {
    throw new IllegalStateException("answers have no gradient");
  }
}
