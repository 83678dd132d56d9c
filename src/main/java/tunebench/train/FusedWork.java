package tunebench.train;

import java.util.List;
import java.util.stream.Stream;
import tunebench.fused.FusedModel;
import tunebench.llama.ModelConfig;
import tunebench.llama.ModelShapes;
import tunebench.llama.TensorShape;
import tunebench.llama.TensorShape.Role;
import tunebench.lora.LoraSettings;
import tunebench.model.OpenSettings;
import tunebench.quant.Quantization;
import tunebench.tensor.Dtype;
import tunebench.tensor.cpu.CpuKernels;

/** What the fused pass takes beside its pool. */
final class FusedWork {
  private static final int WIDE = 4;

  /** Rows of the vocabulary that are made dense at a time. */
  private static final long PIECE = 16384;

  /** Groups that are made dense in the first place, and those in the second. */
  private static final List<List<String>> FIRST =
      List.of(
          List.of("q_proj", "k_proj", "v_proj"),
          List.of("qkv_proj"),
          List.of("gate_proj", "up_proj"),
          List.of("gate_up_proj"));

  private static final List<List<String>> SECOND = List.of(List.of("o_proj"), List.of("down_proj"));

  private static final List<List<String>> GROUPS =
      Stream.concat(FIRST.stream(), SECOND.stream()).toList();

  private final ModelConfig config;
  private final Quantization kind;
  private final LoraSettings lora;
  private final boolean gpu;
  private final Dtype stream;
  private final Dtype products;
  private final int length;
  private final long tokens;

  FusedWork(
      ModelConfig config,
      Quantization kind,
      LoraSettings lora,
      TrainSettings settings,
      boolean gpu) {
    this.config = config;
    this.kind = kind;
    this.lora = lora;
    this.gpu = gpu;
    this.stream = OpenSettings.fast(kind, gpu).compute();
    this.products = OpenSettings.fast(kind, gpu).products();
    this.length = settings.maxTokens();
    this.tokens = (long) settings.batch() * settings.maxTokens();
  }

  /**
   * In the dtype of the products: two groups of weights made dense, or on a CPU all of a small
   * model's, and adapters.
   */
  long lasting() {
    return products.bytes() * (places() + held() + MemoryPlan.parameters(config, lora)) + codes();
  }

  /**
   * On a GPU, what products of 8 bits keep from one to the next: the largest input's codes, and
   * sums of the largest output in 32 bits.
   */
  private long codes() {
    if (!gpu || kind != Quantization.INT8) {
      return 0;
    }
    long in = matrices().stream().mapToLong(m -> m.dims().get(1)).max().orElse(0);
    long out = matrices().stream().mapToLong(m -> m.dims().get(0)).max().orElse(0);
    return tokens * (in + WIDE * out);
  }

  /** All weights, in two shapes where adapters' b or a are multiplied together with them. */
  private long held() {
    long numbers = matrices().stream().mapToLong(TensorShape::size).sum();
    if (gpu || kind.floating() || !FusedModel.holdsDense(numbers, products)) {
      return 0;
    }
    long all = 0;
    for (List<TensorShape> layer : ModelShapes.matricesByLayer(config)) {
      for (List<String> modules : GROUPS) {
        List<TensorShape> group = layer.stream().filter(m -> modules.contains(m.module())).toList();
        all += group.stream().mapToLong(m -> heldOf(group, m)).sum();
      }
    }
    return all;
  }

  private long heldOf(List<TensorShape> group, TensorShape matrix) {
    long ranks = group.stream().mapToLong(this::rank).sum();
    long out = matrix.dims().get(0);
    long in = matrix.dims().get(1);
    boolean beside = ranks > 0 && FusedSizes.beside(ranks) > 0;
    long forward = beside ? out * (in + ranks) : out * in;
    long backward = beside ? (out + rank(matrix)) * in : 0;
    return forward + backward;
  }

  private long rank(TensorShape matrix) {
    String path = matrix.name().replaceFirst("\\.weight$", "");
    return lora.targets(path) ? lora.rank(path) : 0;
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

  /**
   * The most that operations need for themselves; CUDA's kernels need nothing. On a CPU a layer's
   * gradients are summed in shares, each thread has scores of some queries, and weights in 16 bits
   * are multiplied in 32 where the processor has no products of 16.
   */
  long moment() {
    if (gpu) {
      return 0;
    }
    long adapters = MemoryPlan.parameters(config, lora) / Math.max(1, config.layers());
    boolean widened = kind == Quantization.BF16 && products == Dtype.FLOAT32;
    return CpuKernels.working(adapters, length)
        + (widened ? WIDE * matrices().stream().mapToLong(TensorShape::size).max().orElse(0) : 0);
  }

  /**
   * Logits and their gradient.
   *
   * @param answers labelled tokens of a batch
   */
  long atLogits(long answers) {
    long logits = answers * config.vocabSize();
    if (gpu) {
      return logits * (WIDE + stream.bytes());
    }
    boolean widened = kind != Quantization.FP32 && products == Dtype.FLOAT32;
    long weights = widened && !kind.all() ? WIDE * outputSize() : 0;
    return WIDE * logits + Math.max(WIDE * logits, weights);
  }
}
