package tunebench.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tunebench.llama.ModelConfig;
import tunebench.llama.ModelShapes;
import tunebench.llama.TensorShape;
import tunebench.llama.TensorShape.Role;
import tunebench.lora.LoraSettings;
import tunebench.quant.Quantization;

/**
 * What the fused pass takes: its arrays are taken from a pool and given back by hand, so the pass
 * is gone through here with the same steps and no arrays. Order and sizes are those of {@code
 * FusedLayer} and {@code TrainPass}; {@code bench --plan} shows whether they still are.
 */
final class FusedMemory {
  private static final int WIDE = 4;

  private final ModelConfig config;
  private final TrainSettings settings;
  private final boolean drops;
  private final long tokens;
  private final long answers;
  private final PoolAccount pool;
  private final List<FusedShape> layers = new ArrayList<>();
  private final FusedWork work;

  FusedMemory(
      ModelConfig config,
      Quantization kind,
      LoraSettings lora,
      TrainSettings settings,
      int answerTokens,
      boolean gpu) {
    this.config = config;
    this.settings = settings;
    this.drops = lora.dropout() > 0;
    this.tokens = (long) settings.batch() * settings.maxTokens();
    this.answers = (long) settings.batch() * answerTokens;
    int width = gpu && kind != Quantization.FP32 ? 2 : WIDE;
    this.pool = new PoolAccount(tokens, width);
    byLayer(config).values().forEach(matrices -> layers.add(FusedShape.of(matrices, lora)));
    this.work = new FusedWork(config, kind, lora, settings, gpu, width);
    run();
  }

  /** Whether the pass can be run fused; see {@code Obstacles}. */
  static boolean serves(ModelConfig config, Quantization kind, boolean gpu) {
    boolean sizes =
        config.heads().headDim() % 8 == 0
            && config.heads().headDim() <= 256
            && config.heads().rotaryDim() % 8 == 0
            && config.hiddenSize() % 8 == 0
            && config.intermediateSize() % 8 == 0;
    return gpu
        && sizes
        && config.attentionSoftCap() == 0
        && config.logitSoftCap() == 0
        && kind != Quantization.INT8
        && kind != Quantization.FP32;
  }

  private static Map<Integer, List<TensorShape>> byLayer(ModelConfig config) {
    Map<Integer, List<TensorShape>> layers = new TreeMap<>();
    for (TensorShape tensor : ModelShapes.of(config)) {
      if (tensor.role() == Role.LINEAR) {
        int number = Integer.parseInt(tensor.name().split("\\.", -1)[2]);
        layers.computeIfAbsent(number, n -> new ArrayList<>()).add(tensor);
      }
    }
    return layers;
  }

  /** The peak while a layer is run or differentiated, in bytes. */
  long atWork() {
    return pool.bytes() + work.lasting() + work.moment();
  }

  /** The peak at the logits. */
  long atLogits() {
    return pool.bytes() + work.lasting() + work.atLogits(answers);
  }

  private long hidden() {
    return config.hiddenSize();
  }

  private long inner() {
    return config.intermediateSize();
  }

  private long queries() {
    return (long) config.heads().heads() * config.heads().headDim();
  }

  private long keys() {
    return (long) config.heads().keyValueHeads() * config.heads().headDim();
  }

  private long mixes() {
    return queries() + 2 * keys();
  }

  private boolean last(int layer) {
    return layer == layers.size() - 1;
  }

  private long rows(int layer) {
    return last(layer) ? answers : tokens;
  }

  private void run() {
    int lowest = 0;
    while (lowest < layers.size() && !layers.get(lowest).learns()) {
      lowest++;
    }
    pool.take(tokens, hidden());
    for (int i = 0; i < layers.size(); i++) {
      forward(i);
      boolean traced = i >= lowest;
      if (!traced || settings.checkpointing()) {
        giveSaved(i);
        giveLow(i);
      }
      if (!traced) {
        pool.give(tokens, hidden());
      }
    }
    logits();
    for (int i = layers.size() - 1; i >= lowest; i--) {
      if (settings.checkpointing()) {
        again(i);
      }
      backward(i, i > lowest);
      pool.give(tokens, hidden());
    }
  }

  private void logits() {
    pool.take(answers, hidden());
    pool.give(answers, hidden());
    pool.take(answers, hidden());
    pool.take(answers, gradient(layers.size() - 1));
    pool.give(answers, hidden());
    pool.give(answers, hidden());
  }

  /** Columns beside a group's input for its adapters' low-rank inputs; whole eights or none. */
  private static long beside(long ranks) {
    return ranks % 8 == 0 ? ranks : 0;
  }

  /** Columns of the residual stream's gradient at a layer. */
  private long gradient(int i) {
    return hidden() + beside(layers.get(i).out());
  }

  private long mixed(int i) {
    return queries() + beside(layers.get(i).out());
  }

  private long act(int i) {
    return inner() + beside(layers.get(i).down());
  }

  private void forward(int i) {
    attention(i);
    pool.take(rows(i), hidden());
    feedIn(i);
    if (config.family().isGemma()) {
      pool.take(rows(i), hidden());
    }
    project(rows(i), layers.get(i).down(), inner());
    pool.give(rows(i), act(i));
  }

  private void again(int i) {
    attention(i);
    feedIn(i);
    if (config.family().isGemma() || layers.get(i).down() > 0) {
      pool.take(rows(i), hidden());
      project(rows(i), layers.get(i).down(), inner());
    }
    pool.give(rows(i), act(i));
  }

  /** A group of projections: its low-rank input stays, a dropped input does not. */
  private void project(long rows, long ranks, long in) {
    if (ranks > 0) {
      pool.take(rows, ranks);
      dropped(rows, in);
    }
  }

  private void dropped(long rows, long in) {
    if (drops) {
      pool.take(rows, in);
      pool.give(rows, in);
    }
  }

  private void attention(int i) {
    pool.take(tokens, hidden() + beside(layers.get(i).first()));
    pool.take(rows(i), hidden());
    pool.take(tokens, mixes());
    project(tokens, layers.get(i).first(), hidden());
    pool.give(tokens, hidden() + beside(layers.get(i).first()));
    if (config.family().normsQueriesAndKeys()) {
      pool.take(tokens, mixes());
    }
    pool.take(tokens, mixed(i));
    pool.take(tokens, config.heads().heads(), WIDE);
    if (last(i)) {
      pool.take(answers, mixed(i));
    }
    if (config.family().isGemma()) {
      pool.take(rows(i), hidden());
    }
    project(rows(i), layers.get(i).out(), queries());
    if (config.family().isGemma()) {
      pool.take(rows(i), hidden());
      pool.give(rows(i), hidden());
    }
  }

  private void feedIn(int i) {
    pool.take(rows(i), hidden() + beside(layers.get(i).gates()));
    pool.take(rows(i), 2 * inner());
    project(rows(i), layers.get(i).gates(), hidden());
    pool.give(rows(i), hidden() + beside(layers.get(i).gates()));
    pool.take(rows(i), act(i));
  }

  private void giveSaved(int i) {
    pool.give(tokens, mixes());
    if (config.family().normsQueriesAndKeys()) {
      pool.give(tokens, mixes());
    }
    if (last(i)) {
      pool.give(answers, mixed(i));
    }
    if (config.family().isGemma()) {
      pool.give(rows(i), hidden());
      pool.give(rows(i), hidden());
    }
    pool.give(rows(i), hidden());
    pool.give(rows(i), 2 * inner());
    pool.give(tokens, mixed(i));
    pool.give(tokens, config.heads().heads(), WIDE);
  }

  private void giveLow(int i) {
    FusedShape layer = layers.get(i);
    give(tokens, layer.first());
    give(rows(i), layer.out());
    give(rows(i), layer.gates());
    give(rows(i), layer.down());
  }

  private void give(long rows, long ranks) {
    if (ranks > 0) {
      pool.give(rows, ranks);
    }
  }

  /** A group's gradient, after which its low-rank input is given back. */
  private void back(long rows, long ranks, long in) {
    if (ranks > 0) {
      pool.take(rows, ranks);
      dropped(rows, in);
      pool.give(rows, ranks);
      pool.give(rows, ranks);
    }
  }

  private void backward(int i, boolean further) {
    FusedShape layer = layers.get(i);
    feedBackward(i, layer);
    outBackward(i, layer);
    if (last(i)) {
      pool.take(tokens, gradient(i));
      pool.give(answers, gradient(i));
    }
    pool.take(tokens, mixes() + beside(layer.first()));
    pool.take(tokens, config.heads().heads(), WIDE);
    pool.give(tokens, config.heads().heads(), WIDE);
    pool.give(tokens, queries());
    if (config.family().normsQueriesAndKeys()) {
      pool.take(tokens, queries());
      pool.give(tokens, queries());
      pool.take(tokens, keys());
      pool.give(tokens, keys());
    }
    int arrays = (layer.first() > 0 ? 1 : 0) + (further ? 1 : 0);
    for (int n = 0; n < arrays; n++) {
      pool.take(tokens, hidden());
    }
    back(tokens, layer.first(), hidden());
    for (int n = 0; n < arrays; n++) {
      pool.give(tokens, hidden());
    }
    pool.give(tokens, mixes() + beside(layer.first()));
    giveSaved(i);
    if (settings.checkpointing() && (config.family().isGemma() || layer.down() > 0)) {
      // Made when the layer was run again; a Gemma's is among what was saved.
      if (!config.family().isGemma()) {
        pool.give(rows(i), hidden());
      }
    }
    if (!further) {
      pool.give(tokens, gradient(i));
    }
  }

  private void feedBackward(int i, FusedShape layer) {
    long rows = rows(i);
    if (config.family().isGemma()) {
      pool.take(rows, hidden());
    }
    pool.take(rows, inner());
    if (layer.down() > 0) {
      pool.take(rows, inner());
    }
    back(rows, layer.down(), inner());
    if (layer.down() > 0) {
      pool.give(rows, inner());
    }
    pool.give(rows, inner());
    if (config.family().isGemma()) {
      pool.give(rows, hidden());
    }
    int arrays = layer.gates() > 0 ? 2 : 1;
    for (int n = 0; n < arrays; n++) {
      pool.take(rows, hidden());
    }
    back(rows, layer.gates(), hidden());
    for (int n = 0; n < arrays; n++) {
      pool.give(rows, hidden());
    }
  }

  private void outBackward(int i, FusedShape layer) {
    long rows = rows(i);
    if (config.family().isGemma()) {
      pool.take(rows, hidden());
    }
    pool.take(rows, queries());
    back(rows, layer.out(), queries());
    if (config.family().isGemma()) {
      pool.give(rows, hidden());
    }
    if (last(i)) {
      pool.take(tokens, queries());
      pool.give(answers, queries());
    }
  }
}
