package tunebench.train;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tunebench.llama.LanguageModel;
import tunebench.llama.Positions;
import tunebench.nn.Attention.Mode;
import tunebench.nn.Function;
import tunebench.tensor.Dtype;
import tunebench.tensor.Gradients;
import tunebench.tensor.Kernels;
import tunebench.tensor.Matrix;
import tunebench.tensor.Scope;
import tunebench.tensor.Tensors;
import tunebench.tensor.Torch;
import tunebench.token.Batch;

/**
 * One forward and backward pass, layer by layer. With checkpointing only the layers' inputs are
 * kept, and each layer is run again when its gradient is wanted, so no dense weight and no
 * activation outlives its layer. Nothing is computed below the lowest layer that learns.
 */
final class LayerwisePass implements Pass {
  private final LanguageModel model;
  private final CausalLoss loss;
  private final boolean checkpointing;
  private final Function embedding;
  private final int lowest;

  LayerwisePass(LanguageModel model, boolean checkpointing) {
    this.model = model;
    this.loss = new CausalLoss(model);
    this.checkpointing = checkpointing;
    this.embedding = model.embedding();
    this.lowest = embedding.trainable().isEmpty() ? lowestTrained(model) : -1;
  }

  private static int lowestTrained(LanguageModel model) {
    for (int i = 0; i < model.layers().size(); i++) {
      if (!model.layers().get(i).function(Mode.CAUSAL, true).trainable().isEmpty()) {
        return i;
      }
    }
    return model.layers().size();
  }

  @Override
  public List<NDArray> trained() {
    List<NDArray> all = new ArrayList<>(embedding.trainable());
    model.layers().forEach(l -> all.addAll(l.function(Mode.CAUSAL, true).trainable()));
    all.addAll(loss.function().trainable());
    // A tied output layer names the embedding again. Arrays compare by content, so tell them apart
    // by identity.
    Map<String, NDArray> once = new LinkedHashMap<>();
    all.forEach(array -> once.put(array.getUid(), array));
    return List.copyOf(once.values());
  }

  @Override
  public List<NDArray> gradients() {
    return trained().stream().map(Gradients::of).toList();
  }

  @Override
  public List<Matrix> copies() {
    return List.of();
  }

  @Override
  public boolean half() {
    return model.compute() == Dtype.FLOAT16;
  }

  @Override
  public @Nullable Kernels kernels() {
    return null;
  }

  /** The second run of a layer drops what the first did, by the seed. */
  @Override
  public NDArray run(Scope scope, Batch batch, double share, long seed, boolean first) {
    try (Scope work = scope.child()) {
      return scope.keep(pass(work, batch, share, seed));
    }
  }

  private NDArray pass(Scope scope, Batch batch, double share, long seed) {
    NDArray ids = scope.longs(batch.ids(), batch.size(), batch.length());
    Positions positions =
        Positions.fromStart(scope, model.config(), model.compute(), batch.length());
    int layers = model.layers().size();
    List<NDArray> inputs = new ArrayList<>();
    List<NDArray> outputs = new ArrayList<>();
    NDArray x = model.embed(scope, ids);
    for (int i = 0; i < layers; i++) {
      Torch.seed(layerSeed(seed, i));
      NDArray input = i > lowest ? Tensors.leaf(scope, x) : x;
      inputs.add(input);
      boolean keep = !checkpointing && i >= lowest;
      NDArray y =
          keep
              ? model.record(scope, i, input, positions, true)
              : model.layer(scope, i, input, positions, true);
      outputs.add(y);
      x = y;
    }
    CausalLoss.Result result =
        loss.run(
            scope,
            x,
            scope.longs(batch.positions(), count(batch)),
            scope.longs(batch.labels(), count(batch)),
            share);
    NDArray gradient = result.gradient();
    for (int i = layers - 1; i >= Math.max(0, lowest); i--) {
      NDArray input = inputs.get(i);
      gradient =
          back(
              scope,
              i,
              input,
              checkpointing ? null : outputs.get(i),
              positions,
              gradient,
              layerSeed(seed, i));
      input.close();
      outputs.get(i).close();
    }
    if (lowest < 0) {
      Gradients.backward(embedding.record(scope, ids).head(), gradient);
    }
    return result.losses();
  }

  private NDArray back(
      Scope scope,
      int layer,
      NDArray input,
      @Nullable NDArray recorded,
      Positions positions,
      NDArray upstream,
      long seed) {
    try (Scope step = scope.child()) {
      NDArray y = recorded;
      if (y == null) {
        Torch.seed(seed);
        y = model.record(step, layer, input, positions, true);
      }
      Gradients.backward(y, upstream);
      return layer > lowest ? scope.keep(Gradients.of(input)) : upstream;
    }
  }

  private static long count(Batch batch) {
    return batch.labels().length;
  }

  private static long layerSeed(long seed, int layer) {
    return seed * 1009 + layer;
  }
}
