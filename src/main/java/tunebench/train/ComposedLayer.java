package tunebench.train;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tunebench.llama.ModelConfig;
import tunebench.llama.TensorShape;
import tunebench.lora.LoraSettings;

/**
 * What one decoder layer holds for its backward pass, in bytes per token, from its shapes and its
 * adapters.
 */
final class ComposedLayer {
  private static final List<String> FIRST = List.of("q_proj", "k_proj", "v_proj", "qkv_proj");
  private static final List<String> MIDDLE = List.of("gate_proj", "up_proj", "gate_up_proj");
  private static final String OUT = "o_proj";
  private static final String DOWN = "down_proj";

  private final PassShape shape;
  private final ModelConfig config;
  private final double dropout;
  private final Map<String, Long> ranks = new TreeMap<>();
  private final Map<String, Long> inputs = new TreeMap<>();

  /**
   * Takes a layer.
   *
   * @param matrices its projections
   */
  ComposedLayer(
      PassShape shape, ModelConfig config, List<TensorShape> matrices, LoraSettings lora) {
    this.shape = shape;
    this.config = config;
    this.dropout = lora.dropout();
    for (TensorShape matrix : matrices) {
      String path = matrix.name().replaceFirst("\\.weight$", "");
      if (lora.targets(path)) {
        ranks.put(matrix.module(), (long) lora.rank(path));
        inputs.put(matrix.module(), matrix.dims().get(1));
      }
    }
  }

  /** Whether it has an adapter. */
  boolean learns() {
    return !ranks.isEmpty();
  }

  private boolean any(List<String> modules) {
    return modules.stream().anyMatch(ranks::containsKey);
  }

  private long hidden() {
    return config.hiddenSize();
  }

  private long queries() {
    return (long) config.heads().heads() * config.heads().headDim();
  }

  private long keys() {
    return (long) config.heads().keyValueHeads() * config.heads().headDim();
  }

  /** Bytes of one token's row of the stream. */
  long stream() {
    return hidden() * shape.compute();
  }

  /** All that its backward pass needs, where a gradient goes on below it. */
  long saved(int length) {
    return stream() + attention(length) + between() + feedForward() + adapters(true);
  }

  /** The same in the lowest layer that learns: nothing has a gradient before its first adapter. */
  long savedInLowest(int length) {
    long bytes = stream() + adapters(false);
    if (any(FIRST)) {
      return bytes + attention(length) + between() + feedForward();
    }
    if (ranks.containsKey(OUT)) {
      return bytes + queries() * shape.compute() + between() + feedForward();
    }
    return any(MIDDLE) ? bytes + feedForward() : bytes;
  }

  /** Queries, keys and values for each head, and what comes of them. */
  private long attention(int length) {
    long bytes = 4 * queries() * shape.compute() + hidden() * shape.normInput();
    if (config.family().normsQueriesAndKeys()) {
      bytes += (queries() + keys()) * (shape.streamSaved() ? shape.compute() : shape.normInput());
    }
    if (config.attentionSoftCap() > 0) {
      // Scores are made one by one then: the capped ones and their softmax are kept, with a mask.
      bytes += (long) length * config.heads().heads() * (4 + shape.compute() + 1);
    }
    return bytes;
  }

  private long between() {
    long norms = config.family().isGemma() ? 3 : 1;
    return norms * hidden() * (shape.streamSaved() ? shape.compute() : shape.normInput());
  }

  private long feedForward() {
    return 3L * config.intermediateSize() * shape.compute();
  }

  /**
   * What adapters keep: their inputs, and these times A.
   *
   * @param masks whether the first of them keep dropout's mask, which only a gradient below needs
   */
  private long adapters(boolean masks) {
    long bytes = ranks.values().stream().mapToLong(rank -> 4 * rank).sum();
    if (dropout > 0) {
      for (Map.Entry<String, Long> input : inputs.entrySet()) {
        int mask = masks || !first(input.getKey()) ? shape.dropMask() : 0;
        bytes += input.getValue() * (4 + mask);
      }
      return bytes;
    }
    if (!shape.sharedInput()) {
      return bytes + inputs.values().stream().mapToLong(input -> 4 * input).sum();
    }
    bytes += any(FIRST) ? 4 * hidden() : 0;
    bytes += any(MIDDLE) ? 4 * hidden() : 0;
    return bytes + (ranks.containsKey(DOWN) ? 4L * config.intermediateSize() : 0);
  }

  private boolean first(String module) {
    if (any(FIRST)) {
      return FIRST.contains(module);
    }
    return ranks.containsKey(OUT) ? module.equals(OUT) : MIDDLE.contains(module) || !any(MIDDLE);
  }

  /** What its backward pass keeps per inner feature of the feed-forward block. */
  long savedInner() {
    long inner = config.intermediateSize();
    long down = ranks.containsKey(DOWN) ? 4 + (dropout > 0 ? shape.dropMask() : 0) : 0;
    return feedForward() + inner * down;
  }

  /** More than is saved, while it runs forward. */
  long forwardExtra() {
    return Math.round(shape.forwardExtra() * stream());
  }

  /** More than is saved, while its feed-forward block runs backward. */
  long backwardExtra() {
    long inner = Math.round(shape.backwardFfn() * config.intermediateSize() * shape.compute());
    return Math.round(shape.backwardExtra() * stream()) + inner - savedInner();
  }

  /** More than is saved, while attention runs backward; the feed-forward block's is freed. */
  long attentionExtra() {
    return Math.round(shape.attentionExtra() * stream()) - savedInner();
  }
}
