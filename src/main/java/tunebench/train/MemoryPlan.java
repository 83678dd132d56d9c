package tunebench.train;

import java.util.ArrayList;
import java.util.List;
import tunebench.llama.ModelConfig;
import tunebench.llama.ModelShapes;
import tunebench.llama.TensorShape;
import tunebench.llama.TensorShape.Role;
import tunebench.lora.LoraSettings;
import tunebench.model.MemoryFootprint;
import tunebench.quant.Quantization;

/**
 * The device memory that a training run takes at its peak, in bytes, from settings alone. The parts
 * add up to the peak: what shares room with something larger, for it comes at another moment, is
 * counted only as far as it needs more.
 *
 * @param items in the order in which they come to be
 */
public record MemoryPlan(List<Item> items) {
  /**
   * A part.
   *
   * @param name one of weights, adapter, gradients, optimizer, activations, logits, loading,
   *     context
   * @param how where the number comes from, for people
   */
  public record Item(String name, long bytes, String how) {}

  public MemoryPlan {
    items = List.copyOf(items);
  }

  /** What is to be planned. */
  private record Task(
      ModelConfig config,
      boolean wide,
      Quantization kind,
      LoraSettings lora,
      TrainSettings settings,
      int answerTokens,
      boolean gpu) {}

  /**
   * Plans.
   *
   * @param wide whether the checkpoint is in 32 bits
   * @param settings rows are taken to be as long as they may be
   * @param answerTokens labelled tokens of a row
   * @param gpu whether it runs on one
   */
  public static MemoryPlan of(
      ModelConfig config,
      boolean wide,
      Quantization kind,
      LoraSettings lora,
      TrainSettings settings,
      int answerTokens,
      boolean gpu) {
    return plan(new Task(config, wide, kind, lora, settings, answerTokens, gpu));
  }

  private static MemoryPlan plan(Task task) {
    PassShape shape = PassShape.of(task.kind, task.gpu);
    DenseWeights dense = new DenseWeights(shape, task.config, task.kind, task.gpu);
    boolean fused = FusedMemory.serves(task.config, task.kind, task.lora, task.gpu);
    MemoryFootprint footprint = MemoryFootprint.of(task.config, task.kind, task.wide);
    long weights = footprint.total();
    long trained = parameters(task.config, task.lora);
    long answers = (long) task.settings.batch() * task.answerTokens;
    long work;
    long logits;
    if (fused) {
      FusedMemory pass =
          new FusedMemory(
              task.config, task.kind, task.lora, task.settings, task.answerTokens, task.gpu);
      work = pass.atWork();
      logits = pass.atLogits();
    } else {
      ComposedMemory pass = new ComposedMemory(shape, task.config, task.lora, task.settings, dense);
      work = Math.max(pass.atWork(), 4 * trained);
      logits = pass.logits(answers);
    }
    long steady = weights + 16 * trained + Math.max(work, logits);
    long loading = Math.max(0, dense.loading(footprint) - steady);
    List<Item> items = new ArrayList<>();
    items.add(
        new Item(
            "weights", weights, task.kind.title() + ", scales and what is not quantized included"));
    items.add(new Item("adapter", 4 * trained, "%,d numbers of 4 bytes".formatted(trained)));
    items.add(new Item("gradients", 4 * trained, "one of 4 bytes for each number of the adapter"));
    items.add(new Item("optimizer", 8 * trained, "AdamW's two moments of 4 bytes each"));
    items.add(
        new Item(
            "activations",
            work,
            task.settings.checkpointing()
                ? "each layer's input, and all within one layer while it is run again"
                : "all within every layer"));
    items.add(
        new Item(
            "logits",
            Math.max(0, logits - work),
            "beyond what the layers take at another moment: %,d answer tokens of %,d words"
                .formatted(answers, task.config.vocabSize())));
    if (loading > 0) {
      items.add(
          new Item("loading", loading, "more than training takes, while tensors are quantized"));
    }
    items.add(new Item("context", shape.context(), "PyTorch itself"));
    return new MemoryPlan(items);
  }

  /** Numbers that an adapter of these settings learns. */
  public static long parameters(ModelConfig config, LoraSettings lora) {
    long sum = 0;
    for (TensorShape matrix : ModelShapes.of(config)) {
      String path = matrix.name().replaceFirst("\\.weight$", "");
      if (matrix.role() == Role.LINEAR && lora.targets(path)) {
        sum += lora.rank(path) * (matrix.dims().get(0) + matrix.dims().get(1));
      }
    }
    return sum;
  }

  /** The peak. */
  public long total() {
    return items.stream().mapToLong(Item::bytes).sum();
  }
}
