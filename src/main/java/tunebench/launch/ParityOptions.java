package tunebench.launch;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tunebench.data.DatasetImport;
import tunebench.data.ImportSettings;
import tunebench.data.Product;
import tunebench.llama.LanguageModel;
import tunebench.lora.Adapter;
import tunebench.model.AdaptedModel;
import tunebench.model.AdapterFiles;
import tunebench.model.OpenModel;
import tunebench.model.OpenSettings;
import tunebench.parity.ParityGate;
import tunebench.parity.ParityLimits;
import tunebench.parity.ParityReport;
import tunebench.quant.Quantization;
import tunebench.tensor.Devices;
import tunebench.token.TextTokenizer;

/** The check that every export ends with. */
final class ParityOptions {
  @Option(
      names = "--parity-csv",
      paramLabel = "FILE",
      description = "Products that the export must price as before; default: the sample shop's.")
  private @Nullable Path csv;

  @Option(
      names = "--parity-rows",
      paramLabel = "N",
      defaultValue = "32",
      description = "How many of them; 0 leaves the check out. Default: ${DEFAULT-VALUE}.")
  private int rows;

  /**
   * Checks an export.
   *
   * @param model folder that it was made from
   * @param adapter that it holds, or null
   * @param reference format in which the model is held for comparison
   * @param held format in which the export is opened
   * @return the exit code: 1 where the check failed
   */
  int check(
      Path model,
      @Nullable Path adapter,
      Quantization reference,
      Path export,
      Quantization held,
      ParityLimits limits,
      Devices device,
      PrintWriter out)
      throws IOException {
    return check(
        model,
        adapter,
        reference,
        (gate, open, tuned, words) ->
            gate.check(
                open.scope(), tuned, words, export, OpenSettings.of(held, device.isGpu()), limits),
        device,
        out);
  }

  /**
   * Checks an adapter that was written in another format: the base with one against the base with
   * the other.
   *
   * @param model the base
   * @param adapter as it was
   * @param export as it was written
   * @return the exit code: 1 where the check failed
   */
  int checkAdapter(
      Path model, Path adapter, Path export, ParityLimits limits, Devices device, PrintWriter out)
      throws IOException {
    return check(
        model,
        adapter,
        Quantization.FP32,
        (gate, open, tuned, words) ->
            gate.checkAdapter(
                open.scope(),
                open.model(),
                tuned,
                words,
                export,
                AdaptedModel.of(open.model(), AdapterFiles.read(open.scope(), export, model)),
                limits),
        device,
        out);
  }

  /** Compares a model, perhaps with its adapter, to an export. */
  private interface Comparison {
    ParityReport of(ParityGate gate, OpenModel open, LanguageModel tuned, String words)
        throws IOException;
  }

  private int check(
      Path model,
      @Nullable Path adapter,
      Quantization reference,
      Comparison comparison,
      Devices device,
      PrintWriter out)
      throws IOException {
    if (rows == 0) {
      out.println("Parity was not checked: --parity-rows is 0.");
      return 0;
    }
    if (Files.isDirectory(model) && !Files.isRegularFile(model.resolve("tokenizer.json"))) {
      out.printf(
          "Parity was not checked: %s holds no tokenizer.json, which pricing needs.%n", model);
      return 0;
    }
    Path file = csv;
    List<Product> products =
        DatasetImport.read(file == null ? Shipped.products() : file, ImportSettings.DEFAULT)
            .products();
    try (TextTokenizer tokenizer = TextTokenizer.open(model);
        OpenModel open =
            OpenModel.open(
                model, OpenSettings.of(reference, device.isGpu()), device.device(), share -> {})) {
      Adapter update = adapter == null ? null : AdapterFiles.read(open.scope(), adapter, model);
      LanguageModel tuned = update == null ? open.model() : AdaptedModel.of(open.model(), update);
      String words =
          "%s in %s%s"
              .formatted(
                  model.getFileName(),
                  open.settings().quantization().label(),
                  adapter == null ? "" : " with its adapter");
      ParityGate gate =
          new ParityGate(products.subList(0, Math.min(rows, products.size())), tokenizer, device);
      ParityReport report = comparison.of(gate, open, tuned, words);
      out.println(report.sentence());
      return report.passed() ? 0 : 1;
    }
  }
}
