package tunebench.fused;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tunebench.llama.KeyValueCache;
import tunebench.llama.Positions;
import tunebench.tensor.Matrix;
import tunebench.tensor.Scope;

/** Reads questions and what follows them, without gradients. */
public final class AnswerPass {
  private final FusedModel model;

  public AnswerPass(FusedModel model) {
    this.model = model;
  }

  /**
   * What follows each question: logits [questions, vocabulary] float32, which belong to {@code
   * scope}.
   *
   * @param cache filled with the questions' keys and values, padded on the right; null if not
   *     wanted
   */
  public NDArray ask(Scope scope, List<int[]> questions, @Nullable KeyValueCache cache) {
    Packed packed = Packed.asking(questions);
    model.begin(packed.ids().length);
    try (Scope work = scope.child()) {
      Step step = packed.step(model.kernels(), work, PassMode.still());
      NDArray slots = cache == null ? null : slots(work, packed);
      Matrix x = model.embed(work, packed.ids());
      for (FusedLayer layer : model.layers()) {
        x = layer(step, layer, x, cache, slots);
      }
      NDArray logits = model.output().logits(scope, x).base();
      model.kernels().settle();
      model.pool().give(x);
      return logits;
    }
  }

  /**
   * Runs tokens behind those of the cache, whose keys and values grow by theirs. Returns logits
   * [rows * n, vocabulary] float32.
   *
   * @param ids [rows, n]
   * @param places position of each token
   * @param longest number of positions in use
   * @param positions holds the masks
   */
  public NDArray extend(
      Scope scope,
      long[][] ids,
      long[][] places,
      int longest,
      Positions positions,
      KeyValueCache cache) {
    int rows = ids.length;
    int n = ids[0].length;
    long[] tokens = new long[rows * n];
    int[] flat = new int[rows * n];
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = ids[i / n][i % n];
      flat[i] = Math.toIntExact(places[i / n % places.length][i % n]);
    }
    model.begin(tokens.length);
    try (Scope work = scope.child()) {
      Step step =
          Packed.all(tokens, flat)
              .step(work, new CachedMixer(work, model.kernels(), cache, positions, rows), longest);
      Matrix x = model.embed(work, tokens);
      for (FusedLayer layer : model.layers()) {
        x = layer(step, layer, x, null, null);
      }
      NDArray logits = model.output().logits(scope, x).base();
      model.kernels().settle();
      model.pool().give(x);
      return logits;
    }
  }

  /** Takes up adapters that have learned since. */
  public void refresh() {
    model.refresh();
  }

  private Matrix layer(
      Step step,
      FusedLayer layer,
      Matrix x,
      @Nullable KeyValueCache cache,
      @Nullable NDArray slots) {
    Saved saved = new Saved(x);
    Matrix y = layer.forward(step, saved);
    if (cache != null && slots != null) {
      model.kernels().settle();
      CachedMixer.fill(
          step.scope(),
          cache,
          layer.index(),
          Objects.requireNonNull(saved.qkv),
          slots,
          layer.sight());
    }
    saved.giveAll(model.pool());
    model.pool().give(x);
    return y;
  }

  /** Of each place of the padded rows its packed token; padding repeats the row's first. */
  private static NDArray slots(Scope scope, Packed packed) {
    int rows = packed.bounds().length - 1;
    int longest = packed.longest();
    long[] slots = new long[rows * longest];
    for (int row = 0; row < rows; row++) {
      int from = packed.bounds()[row];
      int length = packed.bounds()[row + 1] - from;
      for (int i = 0; i < longest; i++) {
        slots[row * longest + i] = i < length ? from + i : from;
      }
    }
    return scope.longs(slots, rows, longest);
  }
}
