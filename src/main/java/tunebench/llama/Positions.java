package tunebench.llama;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tunebench.nn.Attention.Mode;
import tunebench.nn.RotaryEmbedding;
import tunebench.tensor.Dtype;
import tunebench.tensor.Scope;
import tunebench.tensor.Tensors;

/**
 * Where the tokens of a batch stand: rotary tables and masks, one set for layers with a window and
 * one for the others.
 */
public final class Positions {
  private final ModelConfig config;
  private final Sight everything;
  private final @Nullable Sight near;

  /**
   * What a layer is given besides x: cosines and sines [b or 1, 1, s, d], and a mask unless plain
   * causality does.
   */
  record Sight(NDArray cos, NDArray sin, @Nullable NDArray mask) {
    Mode mode() {
      return mask == null ? Mode.CAUSAL : Mode.MASKED;
    }
  }

  private Positions(ModelConfig config, Sight everything, @Nullable Sight near) {
    this.config = config;
    this.everything = everything;
    this.near = near;
  }

  /**
   * Rows of {@code length} tokens that start at 0 and are padded on the right, if at all: padding
   * then is never seen.
   */
  public static Positions fromStart(Scope scope, ModelConfig config, Dtype compute, int length) {
    long[] positions = new long[length];
    Arrays.setAll(positions, i -> i);
    boolean windowMatters = config.windowed().contains(true) && length > config.window();
    List<long[]> row = List.<long[]>of(positions);
    return new Positions(
        config,
        sight(scope, config, compute, row, null, config.rope(), 0),
        config.windowed().contains(true)
            ? sight(
                scope,
                config,
                compute,
                row,
                windowMatters ? row : null,
                localRope(config),
                config.window())
            : null);
  }

  /**
   * Any layout.
   *
   * @param queries position of each token, row by row; one row serves all
   * @param keys position of each key, -1 where it must not be seen; the queries' own keys last
   */
  public static Positions of(
      Scope scope, ModelConfig config, Dtype compute, List<long[]> queries, List<long[]> keys) {
    return new Positions(
        config,
        sight(scope, config, compute, queries, keys, config.rope(), 0),
        config.windowed().contains(true)
            ? sight(scope, config, compute, queries, keys, localRope(config), config.window())
            : null);
  }

  /** Who sees whom in a layer, [b or 1, 1, queries, keys] bool; null where causality does. */
  public @Nullable NDArray mask(int layer) {
    return of(layer).mask();
  }

  Sight of(int layer) {
    Sight local = near;
    return local != null && config.windowed().get(layer) ? local : everything;
  }

  private static Rope localRope(ModelConfig config) {
    Rope local = config.localRope();
    return local == null ? config.rope() : local;
  }

  private static Sight sight(
      Scope scope,
      ModelConfig config,
      Dtype compute,
      List<long[]> queries,
      @Nullable List<long[]> keys,
      Rope rope,
      int window) {
    int dim = config.heads().rotaryDim();
    long[] flat = flatten(queries);
    RotaryEmbedding.Table table =
        RotaryEmbedding.table(rope.inverseFrequencies(dim), flat, rope.attentionFactor());
    long[] shape = {queries.size(), 1, queries.getFirst().length, dim};
    NDArray cos = Tensors.cast(scope, scope.floats(table.cos(), shape), compute);
    NDArray sin = Tensors.cast(scope, scope.floats(table.sin(), shape), compute);
    return new Sight(cos, sin, keys == null ? null : mask(scope, queries, keys, window));
  }

  private static NDArray mask(Scope scope, List<long[]> queries, List<long[]> keys, int window) {
    return Tensors.mask(scope, matrix(scope, queries), matrix(scope, keys), window);
  }

  private static NDArray matrix(Scope scope, List<long[]> rows) {
    return scope.longs(flatten(rows), rows.size(), rows.getFirst().length);
  }

  private static long[] flatten(List<long[]> rows) {
    int width = rows.getFirst().length;
    long[] flat = new long[rows.size() * width];
    for (int row = 0; row < rows.size(); row++) {
      System.arraycopy(rows.get(row), 0, flat, row * width, width);
    }
    return flat;
  }
}
