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
import tunebench.bench.BenchRow;
import tunebench.bench.ModelBench;
import tunebench.format.AtomicFile;
import tunebench.lora.LoraSettings;
import tunebench.model.OpenModel;
import tunebench.model.OpenSettings;
import tunebench.quant.Quantization;
import tunebench.tensor.Devices;
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

  @Option(names = "--json", paramLabel = "FILE", description = "Also write all figures as JSON.")
  private @Nullable Path json;

  @Mixin private DeviceOption device = new DeviceOption();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    Path folder = model == null ? Shipped.model() : model;
    Devices chosen = device.choose();
    PrintWriter err = spec.commandLine().getErr();
    err.println(chosen.reason());
    List<BenchRow> rows = new ArrayList<>();
    try (TextTokenizer tokenizer = TextTokenizer.open(folder)) {
      for (String kind : kinds) {
        OpenSettings how = OpenSettings.of(Quantization.of(kind), chosen.isGpu());
        try (OpenModel open = OpenModel.open(folder, how, chosen.device(), share -> {})) {
          ModelBench bench = new ModelBench(open, tokenizer, tokens, rounds);
          for (int batch : batches) {
            err.printf("%s, %d rows at a time%n", kind, batch);
            rows.add(bench.predict(batch));
            rows.add(bench.train(batch, LoraSettings.course(), false));
            rows.add(bench.train(batch, LoraSettings.course(), true));
          }
        }
      }
    }
    print(chosen, folder, rows);
    return 0;
  }

  private void print(Devices chosen, Path folder, List<BenchRow> rows) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    out.printf("%s on %s, %d tokens a row, r = 32 on q, k, v, o%n", folder, chosen.label(), tokens);
    out.printf(
        "%-19s %-11s %6s %10s %10s %22s %10s  %s%n",
        "work",
        "format",
        "batch",
        "rows/s",
        "tokens/s",
        "ms per batch (range)",
        "weights MB",
        "check");
    for (BenchRow row : rows) {
      out.printf(
          Locale.ROOT,
          "%-19s %-11s %6d %10.1f %10.0f %9.1f (%.1f-%.1f) %10.1f  %s%n",
          row.work(),
          row.format(),
          row.batch(),
          row.itemsPerSecond(),
          row.tokensPerSecond(),
          row.seconds().median() * 1e3,
          row.seconds().least() * 1e3,
          row.seconds().most() * 1e3,
          row.weightBytes() / 1e6,
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
