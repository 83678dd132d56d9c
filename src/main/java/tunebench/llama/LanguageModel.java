package tunebench.llama;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import tunebench.nn.Attention.Mode;
import tunebench.nn.Code;
import tunebench.nn.Emit;
import tunebench.nn.Function;
import tunebench.tensor.Dtype;
import tunebench.tensor.Scope;

/**
 * A decoder that is ready to run: embedding, layers, final norm and output layer. Its weights
 * belong to whoever made it.
 */
public final class LanguageModel {
  private final ModelConfig config;
  private final Parts parts;
  private final List<DecoderLayer> layers = new ArrayList<>();
  private final Function embed;
  private final Function logits;

  public LanguageModel(ModelConfig config, Parts parts) {
    this.config = config;
    this.parts = parts;
    LayerBuilder builder = new LayerBuilder(config, parts);
    for (int i = 0; i < config.layers(); i++) {
      layers.add(builder.layer(i));
    }
    this.embed = embedding();
    Code code = new Code(false);
    this.logits = code.finish(emitLogits(code, code.input(0)));
  }

  public ModelConfig config() {
    return config;
  }

  public Parts parts() {
    return parts;
  }

  public Dtype compute() {
    return parts.compute();
  }

  public List<DecoderLayer> layers() {
    return layers;
  }

  /** The embedding as a function of token numbers [b, s] int64; returns x [b, s, hidden]. */
  public Function embedding() {
    Code code = new Code(false);
    String x = parts.embedding().emit(code, code.input(0));
    if (config.family().isGemma()) {
      // The factor is rounded to the compute dtype, as the reference rounds it.
      x =
          code.let(
              "torch.mul(%s, torch.to(torch.tensor(%s), %d))"
                  .formatted(x, Emit.number(Math.sqrt(config.hiddenSize())), compute().code()));
    }
    return code.finish(x);
  }

  /** Emits float32 logits [n, vocabulary] of final hidden states {@code x} [n, hidden]. */
  public String emitLogits(Code code, String x) {
    String normed = parts.norm("model.norm").emit(code, x);
    String raw = code.let(Emit.cast(parts.output().emit(code, normed), Dtype.FLOAT32));
    if (config.logitSoftCap() == 0) {
      return raw;
    }
    String cap = Emit.number(config.logitSoftCap());
    return code.let("torch.mul(torch.tanh(torch.div(%s, %s)), %s)".formatted(raw, cap, cap));
  }

  /** Embeds token numbers [b, s]. */
  public NDArray embed(Scope scope, NDArray ids) {
    return embed.call(scope, ids).head();
  }

  /** Runs layer {@code index} on x [b, s, hidden] without recording gradients. */
  public NDArray layer(Scope scope, int index, NDArray x, Positions positions, boolean dropout) {
    Positions.Sight sight = positions.of(index);
    return layers.get(index).function(sight.mode(), dropout).call(scope, inputs(sight, x)).head();
  }

  /**
   * The same with gradients recorded with respect to x, where tracked, and the trainable tensors.
   */
  public NDArray record(Scope scope, int index, NDArray x, Positions positions, boolean dropout) {
    Positions.Sight sight = positions.of(index);
    return layers.get(index).function(sight.mode(), dropout).record(scope, inputs(sight, x)).head();
  }

  /**
   * Final hidden states [b, s, hidden] of token numbers [b, s]; only the result outlives the call.
   */
  public NDArray hidden(Scope scope, NDArray ids, Positions positions) {
    NDArray x = embed(scope, ids);
    for (int i = 0; i < layers.size(); i++) {
      NDArray next = layer(scope, i, x, positions, false);
      x.close();
      x = next;
    }
    return x;
  }

  /**
   * Runs tokens behind those of the cache, whose keys and values grow by theirs. Returns hidden
   * states [b, s, hidden].
   */
  public NDArray extend(Scope scope, NDArray ids, Positions positions, KeyValueCache cache) {
    NDArray x = embed(scope, ids);
    for (int i = 0; i < layers.size(); i++) {
      Positions.Sight sight = positions.of(i);
      NDArray mask = Objects.requireNonNull(sight.mask(), "a cache needs masks");
      NDList out =
          layers
              .get(i)
              .function(Mode.CACHED, false)
              .call(scope, x, sight.cos(), sight.sin(), mask, cache.keys(i), cache.values(i));
      x.close();
      x = out.get(0);
      cache.put(i, out.get(1), out.get(2));
    }
    return x;
  }

  /** Logits [n, vocabulary] float32 of hidden states [n, hidden]. */
  public NDArray logits(Scope scope, NDArray hidden) {
    return logits.call(scope, hidden).head();
  }

  private static NDArray[] inputs(Positions.Sight sight, NDArray x) {
    NDArray mask = sight.mask();
    return mask == null
        ? new NDArray[] {x, sight.cos(), sight.sin()}
        : new NDArray[] {x, sight.cos(), sight.sin(), mask};
  }
}
