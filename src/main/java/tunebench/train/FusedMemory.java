package tunebench.train;

import java.util.ArrayList;
import java.util.List;
import tunebench.llama.ModelConfig;
import tunebench.llama.ModelShapes;
import tunebench.llama.TensorShape;
import tunebench.lora.LoraSettings;
import tunebench.model.OpenSettings;
import tunebench.quant.Quantization;
import tunebench.tensor.cpu.CpuKernels;

/**
 * What the fused pass takes: its arrays are taken from a pool and given back by hand, so the pass
 * is gone through here with the same steps and no arrays, in the order of {@code TrainPass}. A test
 * holds both to the same bytes.
 */
final class FusedMemory {
  private final FusedSizes sizes;
  private final PoolAccount pool;
  private final List<FusedLayerMemory> layers = new ArrayList<>();
  private final FusedWork work;

  FusedMemory(
      ModelConfig config,
      Quantization kind,
      LoraSettings lora,
      TrainSettings settings,
      int answerTokens,
      boolean gpu) {
    this.sizes = FusedSizes.of(config, kind, lora, settings, answerTokens, gpu);
    int width = OpenSettings.fast(kind, gpu).compute().bytes();
    this.pool = new PoolAccount(sizes.tokens(), width);
    List<List<TensorShape>> matrices = ModelShapes.matricesByLayer(config);
    for (int i = 0; i < matrices.size(); i++) {
      FusedShape shape = FusedShape.of(matrices.get(i), lora);
      layers.add(new FusedLayerMemory(pool, sizes, shape, i == matrices.size() - 1));
    }
    this.work = new FusedWork(config, kind, lora, settings, gpu);
    run();
  }

  /** Whether the pass can be run fused; see {@code Obstacles}. */
  static boolean serves(ModelConfig config, Quantization kind, LoraSettings lora, boolean gpu) {
    if (config.attentionSoftCap() != 0 || config.logitSoftCap() != 0 || lora.magnitudes()) {
      return false;
    }
    return gpu ? servesOnGpu(config, kind) : CpuKernels.found();
  }

  private static boolean servesOnGpu(ModelConfig config, Quantization kind) {
    boolean sizes =
        config.heads().headDim() % 8 == 0
            && config.heads().headDim() <= 256
            && config.heads().rotaryDim() % 8 == 0
            && config.hiddenSize() % 8 == 0
            && config.intermediateSize() % 8 == 0;
    return sizes && kind != Quantization.FP32;
  }

  /** Bytes of activations that the pool holds once a whole pass was run. */
  long activations() {
    return pool.bytes();
  }

  /** The peak while a layer is run or differentiated, in bytes. */
  long atWork() {
    return activations() + work.lasting() + work.moment();
  }

  /** The peak at the logits, in bytes. */
  long atLogits() {
    return activations() + work.lasting() + work.atLogits(sizes.answers());
  }

  private void run() {
    int lowest = 0;
    while (lowest < layers.size() && !layers.get(lowest).shape().learns()) {
      lowest++;
    }
    pool.take(sizes.tokens(), sizes.hidden());
    for (int i = 0; i < layers.size(); i++) {
      forward(layers.get(i), i >= lowest);
    }
    logits();
    for (int i = layers.size() - 1; i >= lowest; i--) {
      FusedLayerMemory layer = layers.get(i);
      if (sizes.recomputed()) {
        layer.again();
      }
      layer.backward(i > lowest);
      pool.give(sizes.tokens(), sizes.hidden());
    }
  }

  private void forward(FusedLayerMemory layer, boolean traced) {
    layer.forward();
    if (!traced || sizes.recomputed()) {
      layer.giveSaved();
      layer.giveLow();
    }
    if (!traced) {
      pool.give(sizes.tokens(), sizes.hidden());
    }
  }

  private void logits() {
    pool.take(sizes.answers(), sizes.hidden());
    pool.give(sizes.answers(), sizes.hidden());
    pool.take(sizes.answers(), sizes.hidden());
    pool.take(sizes.answers(), layers.getLast().gradient());
    pool.give(sizes.answers(), sizes.hidden());
    pool.give(sizes.answers(), sizes.hidden());
  }
}
