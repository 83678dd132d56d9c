package tunebench.train;

import java.util.List;
import tunebench.llama.ModelConfig;
import tunebench.llama.ModelShapes;
import tunebench.llama.TensorShape;
import tunebench.llama.TensorShape.Role;
import tunebench.lora.LoraSettings;
import tunebench.quant.Quantization;

/** What the fused pass takes beside its pool. */
final class FusedWork {
  private static final int WIDE = 4;

  /** Rows of the vocabulary that are made dense at a time. */
  private static final long PIECE = 16384;

  /** 64-bit integers that libtorch needs at once to make dropout's mask. */
  private static final int MASK = 24;

  /** Groups that are made dense in the first place, and those in the second. */
  private static final List<List<String>> FIRST =
      List.of(
          List.of("q_proj", "k_proj", "v_proj"),
          List.of("qkv_proj"),
          List.of("gate_proj", "up_proj"),
          List.of("gate_up_proj"));

  private static final List<List<String>> SECOND = List.of(List.of("o_proj"), List.of("down_proj"));

  private final ModelConfig config;
  private final Quantization kind;
  private final LoraSettings lora;

  private final boolean gpu;
  private final int width;
  private final long tokens;

  FusedWork(
      ModelConfig config,
      Quantization kind,
      LoraSettings lora,
      TrainSettings settings,
      boolean gpu,
      int width) {
    this.config = config;
    this.kind = kind;
    this.lora = lora;

    this.gpu = gpu;
    this.width = width;
    this.tokens = (long) settings.batch() * settings.maxTokens();
  }

  /** Two groups of weights made dense, and adapters in the dtype of the products. */
  long lasting() {
    return width * (places() + MemoryPlan.parameters(config, lora));
  }

  private List<TensorShape> matrices() {
    return ModelShapes.of(config).stream().filter(s -> s.role() == Role.LINEAR).toList();
  }

  private long outputSize() {
    return (long) config.vocabSize() * config.hiddenSize();
  }

  private long outputPiece() {
    return Math.min(PIECE, config.vocabSize()) * config.hiddenSize();
  }

  private long places() {
    if (kind.floating()) {
      return 0;
    }
    long piece = kind.all() ? outputPiece() : 0;
    return Math.max(piece, largest(FIRST)) + largest(SECOND);
  }

  private long largest(List<List<String>> groups) {
    long most = 0;
    for (List<String> group : groups) {
      long size =
          matrices().stream()
              .filter(m -> m.name().startsWith("model.layers.0."))
              .filter(m -> group.contains(m.module()))
              .mapToLong(TensorShape::size)
              .sum();
      most = Math.max(most, size);
    }
    return most;
  }

  /** The most that one operation needs for itself; CUDA's kernels need nothing. */
  long moment() {
    if (gpu) {
      return 0;
    }
    long inner = config.intermediateSize();
    long hidden = config.hiddenSize();
    long ofTokens = Math.max(3 * WIDE * inner, 5 * WIDE * hidden);
    if (lora.dropout() > 0) {
      ofTokens = Math.max(ofTokens, MASK * droppedColumns());
    }
    return Math.max(tokens * ofTokens, weightWork());
  }

  private long droppedColumns() {
    return matrices().stream()
        .filter(m -> lora.targets(m.name().replaceFirst("\\.weight$", "")))
        .mapToLong(m -> m.dims().get(1))
        .max()
        .orElse(0);
  }

  /** Codes to numbers, or 16 bits to 32. */
  private long weightWork() {
    long largest = matrices().stream().mapToLong(TensorShape::size).max().orElse(0);
    if (kind == Quantization.FP32) {
      return 0;
    }
    return kind.floating() ? WIDE * largest : 2 * WIDE * largest;
  }

  /**
   * Logits and their gradient.
   *
   * @param answers labelled tokens of a batch
   */
  long atLogits(long answers) {
    long logits = answers * config.vocabSize();
    if (gpu) {
      return logits * (WIDE + width);
    }
    boolean cast = kind != Quantization.FP32;
    long weights = kind.all() ? 2 * WIDE * outputPiece() : cast ? WIDE * outputSize() : 0;
    return Math.max(5 * WIDE * logits, WIDE * logits + weights);
  }
}
