package tunebench.service.work;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tunebench.llama.ConfigReader;
import tunebench.llama.ModelConfig;
import tunebench.llama.ModelShapes;
import tunebench.llama.TensorShape;
import tunebench.llama.TensorShape.Role;
import tunebench.lora.LoraSettings;
import tunebench.model.MemoryFootprint;
import tunebench.protocol.ModelReply;
import tunebench.protocol.ModelReply.MemoryAdvice;
import tunebench.protocol.ModelReply.MemoryItem;
import tunebench.quant.Quantization;
import tunebench.run.RunFilter;
import tunebench.run.RunRecord;
import tunebench.run.RunStatus;
import tunebench.run.TrainSpec;
import tunebench.service.store.RunStore;
import tunebench.tensor.DeviceMemory;
import tunebench.tensor.Devices;

/**
 * The device memory that a run will take, item by item, from its settings and the model's config.
 * What earlier runs on this machine took, against what was planned for them, corrects the sum.
 */
final class MemoryPlanner {
  /** Tokens of an answer such as 765.00. */
  private static final int ANSWER_TOKENS = 3;

  /** What PyTorch holds once it runs at all, in bytes: code and work space. */
  private static final long CPU_CONTEXT = 160_000_000;

  private static final long GPU_CONTEXT = 600_000_000;

  private static final int REMEMBERED = 20;

  private final RunStore store;

  MemoryPlanner(RunStore store) {
    this.store = store;
  }

  ModelReply.MemoryPlan plan(TrainSpec spec) {
    Devices device = Devices.choose(spec.model().device());
    long free = DeviceMemory.of(device.device()).free();
    double correction = correction(device.label());
    List<MemoryItem> items = items(spec, device.isGpu());
    long total = total(items, correction);
    return new ModelReply.MemoryPlan(
        device.label(),
        items,
        total,
        free,
        total <= free,
        correction,
        total <= free ? List.of() : advice(spec, device, correction, total, free));
  }

  private static long total(List<MemoryItem> items, double correction) {
    return Math.round(correction * items.stream().mapToLong(MemoryItem::bytes).sum());
  }

  static List<MemoryItem> items(TrainSpec spec, boolean gpu) {
    Path folder = Path.of(spec.model().folder());
    ModelConfig config = ConfigReader.read(folder);
    Quantization kind = Quantization.of(spec.model().quantization());
    var t = spec.training();
    long width = gpu && kind != Quantization.FP32 ? 2 : 4;
    long weights = MemoryFootprint.of(config, kind, ConfigReader.isWide(folder)).total();
    long trained = parameters(config, Specs.lora(spec.adapter()));
    long tokens = (long) t.batch() * t.maxTokens();
    long answers = (long) t.batch() * (ANSWER_TOKENS + (t.trainOnEnd() ? 1 : 0));
    long within = within(config, kind, tokens, t.maxTokens(), width);
    long layers = config.layers();
    long activations =
        t.checkpointing()
            ? layers * tokens * config.hiddenSize() * width + within
            : layers * within;
    return List.of(
        new MemoryItem(
            "weights", weights, kind.label() + ", scales and unquantized parts included"),
        new MemoryItem("adapter", 4 * trained, "%,d numbers of 4 bytes".formatted(trained)),
        new MemoryItem("gradients", 4 * trained, "one of 4 bytes for each number of the adapter"),
        new MemoryItem("optimizer", 8 * trained, "AdamW's two moments of 4 bytes each"),
        new MemoryItem(
            "activations",
            activations,
            t.checkpointing()
                ? "each layer's input, and all within one layer"
                : "all within every layer"),
        new MemoryItem(
            "logits",
            3 * 4 * answers * config.vocabSize(),
            "logits, their softmax and gradient at %d answer tokens".formatted(answers)),
        new MemoryItem("context", gpu ? GPU_CONTEXT : CPU_CONTEXT, "PyTorch itself"));
  }

  /** One layer's values that its backward pass needs, dense weights of quantized ones included. */
  private static long within(
      ModelConfig config, Quantization kind, long tokens, long length, long width) {
    long q = (long) config.heads().heads() * config.heads().headDim();
    long kv = (long) config.heads().keyValueHeads() * config.heads().headDim();
    long perToken = 6L * config.hiddenSize() + 3 * q + 4 * kv + 4L * config.intermediateSize();
    long scores = tokens * length * config.heads().heads();
    long dense =
        kind.floating()
            ? 0
            : ModelShapes.of(config).stream()
                    .filter(s -> s.role() == Role.LINEAR)
                    .mapToLong(TensorShape::size)
                    .sum()
                / config.layers();
    return width * (tokens * perToken + scores + dense);
  }

  private static long parameters(ModelConfig config, LoraSettings lora) {
    return ModelShapes.of(config).stream()
        .filter(s -> s.role() == Role.LINEAR && lora.targets().contains(s.module()))
        .mapToLong(s -> lora.rank() * (s.dims().get(0) + s.dims().get(1)))
        .sum();
  }

  /**
   * How much more or less the last runs took than was planned; the median, so one odd run is no
   * matter.
   */
  private double correction(String device) {
    List<Double> ratios =
        store
            .list(
                new RunFilter(
                    "",
                    java.util.Set.of(RunStatus.FINISHED),
                    java.util.Set.of(),
                    List.of(),
                    RunFilter.Order.NEWEST,
                    0,
                    REMEMBERED))
            .stream()
            .map(line -> store.get(line.id()))
            .filter(r -> r.planBytes() > 0 && r.peakBytes() > 0)
            .filter(r -> r.provenance().device().equals(device))
            .map(MemoryPlanner::ratio)
            .sorted()
            .toList();
    return ratios.isEmpty() ? 1 : ratios.get(ratios.size() / 2);
  }

  private static double ratio(RunRecord run) {
    return (double) run.peakBytes() / run.planBytes();
  }

  private List<MemoryAdvice> advice(
      TrainSpec spec, Devices device, double correction, long total, long free) {
    return changes(spec)
        .map(
            change -> {
              TrainSpec smaller = Specs.with(spec, change.getKey(), change.getValue());
              long now = total(items(smaller, device.isGpu()), correction);
              String from = Objects.requireNonNull(Specs.flat(spec).get(change.getKey()));
              return new MemoryAdvice(
                  change.getKey(), from, change.getValue(), total - now, now <= free);
            })
        .filter(a -> a.freesBytes() > 0)
        // What is enough alone comes first, and of that what changes least.
        .sorted(
            Comparator.comparing((MemoryAdvice a) -> !a.fits())
                .thenComparingLong(a -> a.fits() ? a.freesBytes() : -a.freesBytes()))
        .toList();
  }

  private static Stream<Map.Entry<String, String>> changes(TrainSpec spec) {
    List<Map.Entry<String, String>> changes = new ArrayList<>();
    var t = spec.training();
    for (int batch = t.batch() / 2; batch >= 1; batch /= 2) {
      changes.add(Map.entry("training.batch", "" + batch));
    }
    if (!t.checkpointing()) {
      changes.add(Map.entry("training.checkpointing", "true"));
    }
    for (int rank = spec.adapter().rank() / 2; rank >= 4; rank /= 2) {
      changes.add(Map.entry("adapter.rank", "" + rank));
    }
    for (Quantization kind :
        List.of(Quantization.INT8, Quantization.NF4_DOUBLE, Quantization.NF4_ALL)) {
      if (!kind.label().equals(spec.model().quantization())) {
        changes.add(Map.entry("model.quantization", kind.label()));
      }
    }
    return changes.stream();
  }

  /** The three best changes as a sentence, whether or not the plan fits: it was not enough. */
  String advice(TrainSpec spec) {
    Devices device = Devices.choose(spec.model().device());
    double correction = correction(device.label());
    long total = total(items(spec, device.isGpu()), correction);
    String words =
        advice(spec, device, correction, total, DeviceMemory.of(device.device()).free()).stream()
            .sorted(Comparator.comparingLong(MemoryAdvice::freesBytes).reversed())
            .limit(3)
            .map(
                a ->
                    "%s %s instead of %s frees %,.0f MB"
                        .formatted(a.setting(), a.to(), a.from(), a.freesBytes() / 1e6))
            .collect(Collectors.joining("; "));
    return words.isEmpty() ? "Nothing in the settings would free any." : "Try: " + words + ".";
  }
}
