package tunebench.launch;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tunebench.BadInputException;
import tunebench.bench.BenchRow;
import tunebench.bench.IdleMemory;
import tunebench.bench.ModelBench;
import tunebench.bench.ModelProfile;
import tunebench.lora.LoraSettings;
import tunebench.model.OpenModel;
import tunebench.model.OpenSettings;
import tunebench.quant.Quantization;
import tunebench.tensor.Devices;
import tunebench.token.TextTokenizer;

/**
 * Measures every kind of work in every format at every batch size, and tells how far it is.
 *
 * @param tokens of each row
 * @param rounds repetitions
 * @param err where it tells
 */
record BenchRun(Path folder, Devices device, int tokens, int rounds, PrintWriter err) {
  /** The course's projections and rank. */
  static final LoraSettings LORA =
      new LoraSettings(32, 64, 0, List.of("q_proj", "k_proj", "v_proj", "o_proj"), false);

  /** Told of each measurement while its model is still open. */
  interface Listener {
    void measured(ModelProfile profile, String work, int batch);
  }

  List<BenchRow> run(
      List<String> kinds, List<String> works, List<Integer> batches, Listener listener) {
    List<BenchRow> rows = new ArrayList<>();
    try (TextTokenizer tokenizer = TextTokenizer.open(folder)) {
      for (String kind : kinds) {
        OpenSettings how = OpenSettings.fast(Quantization.of(kind), device.isGpu());
        long before = IdleMemory.of(device);
        long start = System.nanoTime();
        try (OpenModel open = OpenModel.open(folder, how, device.device(), share -> {})) {
          err.printf(
              Locale.ROOT,
              "%s: opened in %.1f s, %.3f GB held%n",
              kind,
              (System.nanoTime() - start) / 1e9,
              open.heldBytes() / 1e9);
          ModelBench bench = new ModelBench(open, tokenizer, tokens, rounds, before);
          for (int batch : batches) {
            for (String work : works) {
              rows.add(measured(bench, kind, work, batch));
              listener.measured(new ModelProfile(open, tokens), work, batch);
            }
          }
        }
      }
    }
    return rows;
  }

  private BenchRow measured(ModelBench bench, String kind, String work, int batch) {
    BenchRow row = measure(bench, work, batch);
    err.printf(
        Locale.ROOT,
        "%s, %s, %d rows at a time: %.1f rows/s%n",
        kind,
        work,
        batch,
        row.itemsPerSecond());
    return row;
  }

  private static BenchRow measure(ModelBench bench, String work, int batch) {
    return switch (work) {
      case "predict" -> bench.predict(batch);
      case "train" -> bench.train(batch, LORA, false);
      case "recompute" -> bench.train(batch, LORA, true);
      case "predict-tuned" -> bench.predictTuned(batch, LORA);
      case "predict-composed" -> bench.predictComposed(batch);
      case "train-composed" -> bench.trainComposed(batch, LORA);
      default ->
          throw new BadInputException(
              "--work knows predict, train, recompute, predict-tuned, predict-composed and"
                  + " train-composed, not \""
                  + work
                  + "\".");
    };
  }
}
