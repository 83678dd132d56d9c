package tunebench.train;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import tunebench.llama.ModelConfig;
import tunebench.llama.ModelShapes;
import tunebench.llama.TensorShape;
import tunebench.lora.LoraSettings;

/**
 * What one forward and backward pass takes at its two possible peaks, in bytes: while a layer is
 * differentiated, and at the answers' logits.
 */
final class ComposedMemory {
  /** Rows of the stream that are there at the logits, beyond what the layers keep. */
  private static final int AT_LOGITS = 3;

  private static final List<String> LAST = List.of("down_proj");
  private static final List<String> FEED =
      List.of("gate_proj", "up_proj", "gate_up_proj", "down_proj");

  private final PassShape shape;
  private final DenseWeights dense;
  private final boolean recomputed;
  private final int length;
  private final long tokens;
  private final long vocabulary;
  private final List<ComposedLayer> layers = new ArrayList<>();
  private final List<List<TensorShape>> matrices = new ArrayList<>();

  ComposedMemory(
      PassShape shape,
      ModelConfig config,
      LoraSettings lora,
      TrainSettings settings,
      DenseWeights dense) {
    this.shape = shape;
    this.dense = dense;
    this.recomputed = settings.checkpointing();
    this.length = settings.maxTokens();
    this.tokens = (long) settings.batch() * length;
    this.vocabulary = config.vocabSize();
    for (List<TensorShape> layer : ModelShapes.matricesByLayer(config)) {
      matrices.add(layer);
      layers.add(new ComposedLayer(shape, config, layer, lora));
    }
  }

  private int lowest() {
    for (int i = 0; i < layers.size(); i++) {
      if (layers.get(i).learns()) {
        return i;
      }
    }
    return layers.size();
  }

  /** What lasts from the forward pass to the backward pass. */
  private long kept() {
    int lowest = lowest();
    long bytes = 0;
    for (int i = 0; i < layers.size(); i++) {
      ComposedLayer layer = layers.get(i);
      if (recomputed || i < lowest) {
        bytes += tokens * layer.stream();
      } else if (i == lowest) {
        bytes += tokens * layer.savedInLowest(length) + dense.of(only(i, this::behindFirst));
      } else {
        bytes += tokens * layer.saved(length) + dense.of(matrices.get(i));
      }
    }
    return bytes;
  }

  private boolean behindFirst(TensorShape matrix) {
    return FEED.contains(matrix.module()) || matrix.module().equals("o_proj");
  }

  private List<TensorShape> only(int layer, Predicate<TensorShape> wanted) {
    return matrices.get(layer).stream().filter(wanted).toList();
  }

  /** The peak while a layer is differentiated. */
  long atWork() {
    return kept() + most(i -> i >= lowest() ? layer(i) : 0);
  }

  private long most(ToLongFunction<Integer> of) {
    long most = 0;
    for (int i = 0; i < layers.size(); i++) {
      most = Math.max(most, of.applyAsLong(i));
    }
    return most;
  }

  private long layer(int i) {
    ComposedLayer layer = layers.get(i);
    long saved = recomputed ? tokens * layer.saved(length) + dense.of(matrices.get(i)) : 0;
    List<TensorShape> last = only(i, m -> LAST.contains(m.module()));
    List<TensorShape> feed = only(i, m -> FEED.contains(m.module()));
    long forward = tokens * layer.forwardExtra() + last.stream().mapToLong(dense::temporary).sum();
    long product = tokens * feed.stream().mapToLong(dense::product).max().orElse(0);
    long backward = tokens * layer.backwardExtra() - dense.of(last);
    long attention = tokens * layer.attentionExtra() - dense.of(feed);
    return saved + Math.max(Math.max(forward, product), Math.max(backward, attention));
  }

  /**
   * The peak at the logits.
   *
   * @param answers labelled tokens of a batch
   */
  long logits(long answers) {
    long copies = 4L * shape.logits() * answers * vocabulary;
    long rows = layers.isEmpty() ? 0 : AT_LOGITS * tokens * layers.getFirst().stream();
    return kept() + rows + dense.output() + Math.max(copies, dense.outputTemporary());
  }
}
