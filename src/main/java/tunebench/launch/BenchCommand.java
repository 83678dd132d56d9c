package tunebench.launch;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
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
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tunebench.BadInputException;
import tunebench.bench.BenchRow;
import tunebench.bench.BenchShape;
import tunebench.bench.IdleMemory;
import tunebench.bench.KernelCheck;
import tunebench.bench.LargeProductCheck;
import tunebench.bench.ModelBench;
import tunebench.bench.Pace;
import tunebench.bench.ProfilingKernels;
import tunebench.format.AtomicFile;
import tunebench.lora.LoraSettings;
import tunebench.model.OpenModel;
import tunebench.model.OpenSettings;
import tunebench.quant.Quantization;
import tunebench.tensor.CpuThreads;
import tunebench.tensor.CpuUnits;
import tunebench.tensor.DeviceMemory;
import tunebench.tensor.Devices;
import tunebench.tensor.Dtype;
import tunebench.tensor.Kernels;
import tunebench.tensor.Scope;
import tunebench.tensor.cuda.CudaSupport;
import tunebench.token.TextTokenizer;

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
          "What to measure; default: ${DEFAULT-VALUE}. The others are predict-composed and "
              + "train-composed: the same by libtorch's operators and autograd.")
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
              + " with the memory that was taken; ends with 1 where one is more than 10 %% off.")
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

  @Mixin private DeviceOption device = new DeviceOption();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    Devices chosen = device.choose();
    PrintWriter err = spec.commandLine().getErr();
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
    kernels(chosen, err);
    if (work.contains("provenance")) {
      new ProvenanceReport(chosen, folder, tokens, rounds, json)
          .print(kinds, batches, spec.commandLine().getOut());
      return 0;
    }
    if (pause) {
      return new PauseTrial(
              folder, chosen, kinds.getFirst(), batches.getFirst(), spec.commandLine().getOut())
          .run();
    }
    if (naive) {
      List<String> works = work.stream().filter(w -> !w.equals("recompute")).toList();
      new NaiveTable(folder, chosen, tokens, rounds, json, spec.commandLine().getOut())
          .print(kinds, works, batches, LORA);
      return 0;
    }
    if (plan) {
      return new PlanTable(folder, chosen, spec.commandLine().getOut(), settings).print();
    }
    List<BenchRow> rows = new ArrayList<>();
    try (TextTokenizer tokenizer = TextTokenizer.open(folder)) {
      for (String kind : kinds) {
        OpenSettings how = OpenSettings.fast(Quantization.of(kind), chosen.isGpu());
        long before = IdleMemory.of(chosen);
        long start = System.nanoTime();
        try (OpenModel open = OpenModel.open(folder, how, chosen.device(), share -> {})) {
          err.printf(
              Locale.ROOT,
              "%s: opened in %.1f s, %.3f GB held%n",
              kind,
              (System.nanoTime() - start) / 1e9,
              open.heldBytes() / 1e9);
          ModelBench bench = new ModelBench(open, tokenizer, tokens, rounds, before);
          for (int batch : batches) {
            for (String what : work) {
              BenchRow row = measure(bench, what, batch);
              err.printf(
                  Locale.ROOT,
                  "%s, %s, %d rows at a time: %.1f rows/s%n",
                  kind,
                  what,
                  batch,
                  row.itemsPerSecond());
              rows.add(row);
              if (profile) {
                profile(bench, what, batch);
              }
            }
          }
        }
      }
    }
    print(chosen, folder, rows);
    return 0;
  }

  /** On a GPU every kernel is held against libtorch's operators before anything is timed. */
  private static void kernels(Devices chosen, PrintWriter err) {
    if (!chosen.isGpu()) {
      return;
    }
    CudaSupport support = CudaSupport.of(chosen.device(), Dtype.BFLOAT16);
    err.println(support.reason());
    Kernels kernels = support.kernels();
    if (kernels == null) {
      return;
    }
    try (Scope scope = Scope.on(chosen.device())) {
      List<KernelCheck.Finding> findings =
          new ArrayList<>(new KernelCheck(scope, kernels, Kernels.torch(), Dtype.BFLOAT16).run());
      findings.addAll(
          new LargeProductCheck(scope, kernels, Kernels.torch(), Dtype.BFLOAT16)
              .run(1000, 4096, 4096));
      KernelCheck.Finding worst =
          findings.stream()
              .max(java.util.Comparator.comparingDouble(KernelCheck.Finding::distance))
              .orElseThrow();
      findings.stream()
          .filter(finding -> !finding.agrees())
          .forEach(
              f -> err.printf(Locale.ROOT, "%s (%s): %.1e%n", f.kernel(), f.size(), f.distance()));
      err.printf(
          Locale.ROOT,
          "%d comparisons of kernels with libtorch; farthest: %s (%s) by %.1e%n",
          findings.size(),
          worst.kernel(),
          worst.size(),
          worst.distance());
      if (!findings.stream().allMatch(KernelCheck.Finding::agrees)) {
        throw new IllegalStateException("kernels differ from libtorch; nothing was timed");
      }
    }
    DeviceMemory.release(chosen.device());
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

  private static final LoraSettings LORA =
      new LoraSettings(32, 64, 0, List.of("q_proj", "k_proj", "v_proj", "o_proj"), false);

  private void profile(ModelBench bench, String what, int batch) {
    PrintWriter out = spec.commandLine().getOut();
    List<ProfilingKernels.Cost> costs =
        what.equals("predict")
            ? bench.profilePrediction(batch)
            : bench.profileTraining(batch, LORA, what.equals("train"));
    out.printf("%s, %d rows: ms by kind of operation, each waited for%n", what, batch);
    for (ProfilingKernels.Cost cost : costs) {
      out.printf(
          Locale.ROOT, "  %9.3f  %6d x  %s%n", cost.seconds() * 1e3, cost.times(), cost.kind());
    }
    if (!what.equals("predict")) {
      Pace pace = bench.paceOfTraining(batch, LORA, what.equals("train"));
      out.printf(
          Locale.ROOT,
          "  without waiting: asked for in %.1f ms, done after %.1f ms%n",
          pace.asked().median() * 1e3,
          pace.done().median() * 1e3);
    }
  }

  private static BenchRow measure(ModelBench bench, String what, int batch) {
    return switch (what) {
      case "predict" -> bench.predict(batch);
      case "train" -> bench.train(batch, LORA, false);
      case "recompute" -> bench.train(batch, LORA, true);
      case "predict-composed" -> bench.predictComposed(batch);
      case "train-composed" -> bench.trainComposed(batch, LORA);
      default ->
          throw new BadInputException(
              "--work knows predict, train, recompute, predict-composed and train-composed, not \""
                  + what
                  + "\".");
    };
  }

  private void print(Devices chosen, Path folder, List<BenchRow> rows) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    out.printf("%s on %s, %d tokens a row, r = 32 on q, k, v, o%n", folder, chosen.label(), tokens);
    out.printf(
        "%-19s %-11s %6s %10s %10s %22s %10s %9s  %s%n",
        "work",
        "format",
        "batch",
        "rows/s",
        "tokens/s",
        "ms per batch (range)",
        "weights MB",
        "peak MB",
        "check");
    for (BenchRow row : rows) {
      out.printf(
          Locale.ROOT,
          "%-19s %-11s %6d %10.1f %10.0f %9.1f (%.1f-%.1f) %10.1f %9.0f  %s%n",
          row.work(),
          row.format(),
          row.batch(),
          row.itemsPerSecond(),
          row.tokensPerSecond(),
          row.seconds().median() * 1e3,
          row.seconds().least() * 1e3,
          row.seconds().most() * 1e3,
          row.weightBytes() / 1e6,
          row.peakBytes() / 1e6,
          row.check());
    }
    Path file = json;
    if (file != null) {
      Map<String, Object> all = new LinkedHashMap<>();
      all.put("model", folder.toString());
      all.put("device", chosen.label());
      all.put("rows", rows);
      JsonMapper mapper = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
      AtomicFile.write(file, mapper.writeValueAsBytes(all));
    }
  }
}
