package tunebench.launch;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tunebench.BadInputException;
import tunebench.bench.BenchRow;
import tunebench.bench.BenchShape;
import tunebench.tensor.CpuThreads;
import tunebench.tensor.CpuUnits;
import tunebench.tensor.Devices;

/** {@code bench}: how fast training and prediction are on this machine, checked before timed. */
@Command(
    name = "bench",
    description = "Measure training and prediction on this machine; results are checked first.",
    mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {
  @Option(
      names = "--model",
      converter = ModelPath.class,
      paramLabel = "DIR",
      description = "Model folder; default: the one that ships.")
  private @Nullable Path model;

  @Option(
      names = "--shape",
      paramLabel = "NAME",
      description =
          "Instead of a model: random weights in this shape, made where they are missing: "
              + "llama-3.1-8b, llama-3.2-3b, llama-3.2-1b or tiny.")
  private @Nullable String shape;

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      description = "Where the random weights are kept; default: the system's temporary folder.")
  private @Nullable Path folder;

  @Option(
      names = "--work",
      split = ",",
      paramLabel = "W",
      defaultValue = "predict,train,recompute",
      description =
          "What to measure; default: ${DEFAULT-VALUE}. The others are predict-tuned, with an"
              + " adapter, and predict-composed and train-composed: the same by libtorch's"
              + " operators and autograd.")
  private List<String> work = List.of();

  @Option(
      names = "--quantize",
      split = ",",
      paramLabel = "K",
      defaultValue = "bf16,int8,nf4-double",
      description = "Formats; default: ${DEFAULT-VALUE}.")
  private List<String> kinds = List.of();

  @Option(
      names = "--batches",
      split = ",",
      paramLabel = "N",
      defaultValue = "1,16",
      description = "Rows at a time; default: ${DEFAULT-VALUE}.")
  private List<Integer> batches = List.of();

  @Option(
      names = "--tokens",
      paramLabel = "N",
      defaultValue = "182",
      description = "Tokens of each row; default: ${DEFAULT-VALUE}, the course's.")
  private int tokens;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description = "Repetitions; default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--profile",
      description = "Also print the time of each kind of operation of the passes.")
  private boolean profile;

  @Option(names = "--json", paramLabel = "FILE", description = "Also write all figures as JSON.")
  private @Nullable Path json;

  @Option(
      names = "--plan",
      description =
          "Instead, train six settings for some steps each and compare the memory that was planned"
              + " with the memory that was taken, on a CPU the middle one of --rounds; ends with 1"
              + " where one is more than 10 %% off.")
  private boolean plan;

  @Option(
      names = "--settings",
      split = ",",
      paramLabel = "N",
      description =
          "With --plan: only these of the six, counted from 1; where a device gives no memory back,"
              + " each needs a process of its own.")
  private List<Integer> settings = List.of();

  @Option(
      names = "--pause",
      description =
          "Instead, pause a run in a service and measure the memory that comes back; ends with 1"
              + " where it is less than 95 %% or takes more than 15 s. Takes the first of"
              + " --quantize and --batches.")
  private boolean pause;

  @Option(
      names = "--naive",
      description =
          "Instead, on the CPU: compare predict and train on quantized weights with the naive way,"
              + " which makes each weight dense by plain operators, in bfloat16 and in float32.")
  private boolean naive;

  @Option(
      names = "--architectures",
      description =
          "Instead, compile the GPU's kernels for every compute capability that NVRTC knows from"
              + " 8.0 on; ends with 1 where one does not compile.")
  private boolean architectures;

  @Mixin private DeviceOption device = new DeviceOption();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    if (rounds < 1 || tokens < 1 || batches.stream().anyMatch(rows -> rows < 1)) {
      throw new BadInputException("--rounds, --tokens and --batches must be at least 1.");
    }
    Devices chosen = device.choose();
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    if (architectures) {
      return CheckedKernels.builds(out);
    }
    Path folder = weights(err);
    err.println(chosen.reason());
    if (!chosen.isGpu()) {
      err.println(CpuThreads.now().reason());
      err.println(
          CpuUnits.bfloat16()
              ? "Products of bf16, 8-bit and 4-bit weights are taken in bfloat16: the processor has"
                  + " tiles for it."
              : "Products are taken in float32: the processor tells of no tiles for bfloat16.");
    }
    CheckedKernels.check(chosen, err);
    if (work.contains("provenance")) {
      new ProvenanceReport(chosen, folder, tokens, rounds, json).print(kinds, batches, out);
      return 0;
    }
    if (pause) {
      return new PauseTrial(folder, chosen, kinds.getFirst(), batches.getFirst(), out).run();
    }
    if (naive) {
      List<String> works = work.stream().filter(w -> !w.equals("recompute")).toList();
      new NaiveTable(folder, chosen, tokens, rounds, json, out)
          .print(kinds, works, batches, BenchRun.LORA);
      return 0;
    }
    if (plan) {
      return new PlanTable(folder, chosen, out, settings, rounds).print();
    }
    measure(chosen, folder, out, err);
    return 0;
  }

  private void measure(Devices chosen, Path folder, PrintWriter out, PrintWriter err)
      throws IOException {
    BenchTable table = new BenchTable(out);
    BenchRun.Listener listener = profile ? table::profile : (p, what, batch) -> {};
    List<BenchRow> rows =
        new BenchRun(folder, chosen, tokens, rounds, err).run(kinds, work, batches, listener);
    out.printf("%s on %s, %d tokens a row, r = 32 on q, k, v, o%n", folder, chosen.label(), tokens);
    table.print(rows);
    Path file = json;
    if (file != null) {
      Map<String, Object> all = new LinkedHashMap<>();
      all.put("model", folder.toString());
      all.put("device", chosen.label());
      all.put("rows", rows);
      Json.write(file, all);
    }
  }

  private Path weights(PrintWriter err) throws IOException {
    String wanted = shape;
    if (wanted == null) {
      return model == null ? Shipped.model() : model;
    }
    BenchShape made = BenchShape.of(wanted);
    Path where =
        folder == null
            ? Path.of(System.getProperty("java.io.tmpdir"), "tunebench-bench-" + made.label())
            : folder;
    long start = System.nanoTime();
    made.write(where, Shipped.model());
    err.printf(
        Locale.ROOT, "Random weights in %s (%.1f s)%n", where, (System.nanoTime() - start) / 1e9);
    return where;
  }
}
