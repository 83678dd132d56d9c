package tunebench.service.work;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tunebench.llama.ConfigReader;
import tunebench.protocol.ModelReply;
import tunebench.protocol.ModelReply.MemoryAdvice;
import tunebench.protocol.ModelReply.MemoryItem;
import tunebench.quant.Quantization;
import tunebench.run.RunFilter;
import tunebench.run.RunRecord;
import tunebench.run.RunStatus;
import tunebench.run.TrainSpec;
import tunebench.tensor.DeviceMemory;
import tunebench.tensor.Devices;
import tunebench.train.MemoryPlan;

/**
 * The device memory that a run will take, item by item, from its settings and the model's config.
 * What earlier runs on this machine took, against what was planned for them, corrects the sum.
 */
final class MemoryPlanner {
  private static final int REMEMBERED = 20;

  /** Runs are of a like size when the larger takes less than so many times the smaller. */
  private static final long LIKE = 2;

  private final Engine engine;

  MemoryPlanner(Engine engine) {
    this.engine = engine;
  }

  ModelReply.MemoryPlan plan(TrainSpec spec) {
    Devices device = Devices.choose(spec.model().device());
    long free = DeviceMemory.of(device.device()).free();
    List<MemoryItem> items = items(spec, device.isGpu());
    double correction = correction(device.label(), spec, items);
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

  /** The parts of a plan, for rows as long as the data's longest. */
  List<MemoryItem> items(TrainSpec spec, boolean gpu) {
    return items(spec, engine.rowLengths().of(spec), gpu);
  }

  private static List<MemoryItem> items(TrainSpec spec, RowLengths.Lengths rows, boolean gpu) {
    Path folder = Path.of(spec.model().folder());
    TrainSpec known =
        Specs.with(
            spec, "training.maxTokens", "" + Math.min(spec.training().maxTokens(), rows.longest()));
    return MemoryPlan.of(
            ConfigReader.read(folder),
            ConfigReader.isWide(folder),
            Quantization.of(spec.model().quantization()),
            Specs.lora(spec.adapter()),
            Specs.training(known.training()),
            rows.answer(),
            gpu)
        .items()
        .stream()
        .map(item -> new MemoryItem(item.name(), item.bytes(), item.how()))
        .toList();
  }

  /**
   * How much more or less than planned was taken: by runs of these very settings, else by runs of a
   * like size, else nothing is known. The median, so one odd run is no matter; of two the smaller,
   * for the first run of a process also warms Java's and TorchScript's compilers up.
   */
  private double correction(String device, TrainSpec spec, List<MemoryItem> items) {
    List<RunRecord> measured =
        engine
            .store()
            .list(
                new RunFilter(
                    "",
                    Set.of(RunStatus.FINISHED),
                    Set.of(),
                    List.of(),
                    RunFilter.Order.NEWEST,
                    0,
                    REMEMBERED))
            .stream()
            .map(line -> engine.store().get(line.id()))
            .filter(r -> r.planBytes() > 0 && r.peakBytes() > 0)
            .filter(r -> r.provenance().device().equals(device))
            .toList();
    long planned = total(items, 1);
    List<RunRecord> same =
        measured.stream()
            .filter(r -> r.planBytes() == planned)
            .filter(r -> r.train() != null && r.train().model().equals(spec.model()))
            .toList();
    double[] ratios =
        (same.isEmpty() ? measured : same)
            .stream()
                .filter(r -> r.planBytes() < LIKE * planned && planned < LIKE * r.planBytes())
                .mapToDouble(MemoryPlanner::ratio)
                .sorted()
                .toArray();
    return ratios.length == 0 ? 1 : ratios[(ratios.length - 1) / 2];
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

  /**
   * The best change of each of three settings as a sentence, whether or not the plan fits: it was
   * not enough.
   */
  String advice(TrainSpec spec) {
    Devices device = Devices.choose(spec.model().device());
    List<MemoryItem> items = items(spec, device.isGpu());
    double correction = correction(device.label(), spec, items);
    long total = total(items, correction);
    String words =
        advice(spec, device, correction, total, DeviceMemory.of(device.device()).free()).stream()
            .collect(
                Collectors.toMap(
                    MemoryAdvice::setting,
                    a -> a,
                    BinaryOperator.maxBy(Comparator.comparingLong(MemoryAdvice::freesBytes))))
            .values()
            .stream()
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
