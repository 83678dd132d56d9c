package tunebench.launch;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tunebench.BadInputException;
import tunebench.bench.NaiveBench;
import tunebench.format.AtomicFile;
import tunebench.lora.LoraSettings;
import tunebench.quant.Quantization;
import tunebench.tensor.Devices;
import tunebench.token.TextTokenizer;

/** Prints the engine's speed on quantized weights beside that of the naive way, on the CPU. */
record NaiveTable(
    Path model, Devices device, int tokens, int rounds, @Nullable Path json, PrintWriter out) {

  void print(List<String> kinds, List<String> work, List<Integer> batches, LoraSettings lora)
      throws IOException {
    if (device.isGpu()) {
      throw new BadInputException("--naive compares on the CPU; give --device cpu too.");
    }
    out.printf("%s on %s, %d tokens a row, %d turns%n", model, device.label(), tokens, rounds);
    out.printf(
        "%-8s %-11s %5s %-16s %10s %24s %26s %8s%n",
        "work",
        "format",
        "batch",
        "way",
        "rows/s",
        "ms per batch (range)",
        "engine is faster (range)",
        "gap");
    Map<String, List<NaiveBench.Row>> all = new LinkedHashMap<>();
    try (TextTokenizer tokenizer = TextTokenizer.open(model)) {
      for (String label : kinds) {
        Quantization kind = Quantization.of(label);
        if (kind.floating()) {
          throw new BadInputException("--naive needs a quantized format, not %s.".formatted(label));
        }
        List<NaiveBench.Row> rows = new ArrayList<>();
        try (NaiveBench bench =
            new NaiveBench(model, kind, tokenizer, tokens, rounds, NaiveBench.WARM)) {
          for (int batch : batches) {
            for (String what : work) {
              List<NaiveBench.Row> found = measure(bench, what, batch, lora);
              found.forEach(row -> print(label, row));
              rows.addAll(found);
            }
          }
        }
        all.put(label, rows);
      }
    }
    Path file = json;
    if (file != null) {
      JsonMapper mapper = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
      AtomicFile.write(file, mapper.writeValueAsBytes(Map.of("naive", all)));
    }
  }

  private static List<NaiveBench.Row> measure(
      NaiveBench bench, String what, int batch, LoraSettings lora) {
    return switch (what) {
      case "predict" -> bench.predict(batch);
      case "train" -> bench.train(batch, lora);
      default ->
          throw new BadInputException(
              "With --naive, --work knows predict and train, not \"%s\".".formatted(what));
    };
  }

  private void print(String kind, NaiveBench.Row row) {
    out.printf(
        Locale.ROOT,
        "%-8s %-11s %5d %-16s %10.1f %24s %26s %8.1e%n",
        row.work(),
        kind,
        row.batch(),
        row.way(),
        row.batch() / row.seconds().median(),
        String.format(
            Locale.ROOT,
            "%.1f (%.1f-%.1f)",
            row.seconds().median() * 1e3,
            row.seconds().least() * 1e3,
            row.seconds().most() * 1e3),
        String.format(
            Locale.ROOT,
            "%.2f (%.2f-%.2f)",
            row.ratio().median(),
            row.ratio().least(),
            row.ratio().most()),
        row.gap());
    out.flush();
  }
}
