package tunebench.llama;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import tunebench.tensor.Dtype;
import tunebench.tensor.Scope;
import tunebench.tensor.Tensors;

/**
 * Keys and values of the tokens so far, per layer [b, kv, tokens, d]. A cache of batch 1 serves as
 * prefix for any batch.
 */
public final class KeyValueCache {
  private final Scope scope;
  private final List<NDArray> keys;
  private final List<NDArray> values;

  /** Per layer, whether the arrays are this cache's own, so that it may free them as it grows. */
  private final boolean[] owned;

  private KeyValueCache(Scope scope, List<NDArray> keys, List<NDArray> values) {
    this.scope = scope;
    this.keys = keys;
    this.values = values;
    this.owned = new boolean[keys.size()];
  }

  /** A cache without tokens; what it will hold belongs to {@code scope}. */
  public static KeyValueCache empty(Scope scope, LanguageModel model) {
    ModelConfig config = model.config();
    List<NDArray> keys = new ArrayList<>();
    List<NDArray> values = new ArrayList<>();
    for (int i = 0; i < config.layers(); i++) {
      for (List<NDArray> each : List.of(keys, values)) {
        NDArray none =
            scope.zeros(
                Dtype.FLOAT32, 1, config.heads().keyValueHeads(), 0, config.heads().headDim());
        each.add(Tensors.cast(scope, none, model.compute()));
      }
    }
    return new KeyValueCache(scope, keys, values);
  }

  /**
   * A cache that starts with this one's tokens and grows on its own, in another scope; this one is
   * left as it is.
   */
  public KeyValueCache branch(Scope other) {
    return new KeyValueCache(other, new ArrayList<>(keys), new ArrayList<>(values));
  }

  /** Keys of a layer, [b, kv, tokens, d]. */
  public NDArray keys(int layer) {
    return keys.get(layer);
  }

  /** Values of a layer, likewise. */
  public NDArray values(int layer) {
    return values.get(layer);
  }

  /** A cache of one row of this one, in another scope. */
  public KeyValueCache row(Scope other, int row) {
    NDArray index = other.longs(new long[] {row}, 1);
    return new KeyValueCache(
        other,
        new ArrayList<>(keys.stream().map(k -> Tensors.batchRows(other, k, index)).toList()),
        new ArrayList<>(values.stream().map(v -> Tensors.batchRows(other, v, index)).toList()));
  }

  /** Replaces a layer's keys and values by longer ones, which this cache owns from now on. */
  public void put(int layer, NDArray allKeys, NDArray allValues) {
    NDArray oldKeys = keys.set(layer, scope.keep(allKeys));
    NDArray oldValues = values.set(layer, scope.keep(allValues));
    if (owned[layer]) {
      oldKeys.close();
      oldValues.close();
    }
    owned[layer] = true;
  }
}
