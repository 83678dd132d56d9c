package tunebench.launch;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import tunebench.BadInputException;
import tunebench.bench.PlanBench;
import tunebench.lora.LoraSettings;
import tunebench.quant.Quantization;
import tunebench.tensor.Devices;
import tunebench.train.MemoryPlan;

/** Prints planned and measured memory of six settings. */
record PlanTable(Path model, Devices device, PrintWriter out, List<Integer> chosen, int turns) {
  /** How far a plan may be off. */
  private static final double LIMIT = 0.1;

  private static final LoraSettings COURSE = LoraSettings.course();
  private static final LoraSettings EVERYWHERE =
      new LoraSettings(16, 32, 0, List.of("all-linear"), false);

  /** Formats, adapters, batches and both ways of the pass are all among them. */
  static List<PlanBench.Setting> settings() {
    return List.of(
        new PlanBench.Setting(Quantization.FP32, COURSE, 16, 128, true),
        new PlanBench.Setting(Quantization.FP32, COURSE, 4, 182, false),
        new PlanBench.Setting(Quantization.BF16, EVERYWHERE, 16, 182, true),
        new PlanBench.Setting(Quantization.INT8, COURSE, 16, 182, true),
        new PlanBench.Setting(Quantization.NF4_DOUBLE, COURSE, 32, 128, true),
        new PlanBench.Setting(Quantization.NF4, EVERYWHERE, 8, 182, false));
  }

  /** The chosen settings, counted from 1; all where none is chosen. */
  private List<PlanBench.Setting> wanted() {
    List<PlanBench.Setting> all = settings();
    for (int number : chosen) {
      if (number < 1 || number > all.size()) {
        throw new BadInputException(
            "--settings counts from 1 to %d, not %d.".formatted(all.size(), number));
      }
    }
    return chosen.isEmpty() ? all : chosen.stream().map(number -> all.get(number - 1)).toList();
  }

  /** Returns the exit code: 1 where a plan is too far off. */
  int print() {
    out.printf("%s on %s; MB%n", model, device.label());
    out.printf(
        "%-11s %-21s %5s %6s %-10s %9s %9s %7s  %s%n",
        "format", "adapter", "batch", "tokens", "pass", "planned", "measured", "error", "parts");
    List<PlanBench.Row> rows = new PlanBench(model, device, turns).run(wanted(), this::row);
    double worst = rows.stream().mapToDouble(r -> Math.abs(r.error())).max().orElseThrow();
    out.printf(Locale.ROOT, "The largest error is %.1f %%.%n", 100 * worst);
    out.flush();
    return worst <= LIMIT ? 0 : 1;
  }

  private void row(PlanBench.Row row) {
    PlanBench.Setting setting = row.setting();
    out.printf(
        Locale.ROOT,
        "%-11s %-21s %5d %6d %-10s %9.1f %9.1f %6.1f%%  %s%n",
        setting.kind().label(),
        "r%d %s".formatted(setting.lora().rank(), words(setting.lora())),
        setting.batch(),
        setting.tokens(),
        setting.checkpointing() ? "recomputed" : "kept",
        row.plan().total() / 1e6,
        row.peakBytes() / 1e6,
        100 * row.error(),
        parts(row.plan()));
    out.flush();
  }

  private static String words(LoraSettings lora) {
    return lora.equals(COURSE) ? "on q, k, v, o" : lora.targets().toString();
  }

  private static String parts(MemoryPlan plan) {
    return plan.items().stream()
        .filter(item -> item.bytes() > 0)
        .map(item -> "%s %.1f".formatted(item.name(), item.bytes() / 1e6))
        .collect(Collectors.joining(", "));
  }
}
