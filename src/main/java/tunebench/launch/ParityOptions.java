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
import tunebench.lora.AdapterFolder;
import tunebench.model.AdaptedModel;
import tunebench.model.OpenModel;
import tunebench.model.OpenSettings;
import tunebench.parity.ParityGate;
import tunebench.parity.ParityReport;
import tunebench.quant.Quantization;
import tunebench.tensor.Devices;
import tunebench.token.TextTokenizer;

/** The check that every export ends with. */
final class ParityOptions {
  /** The same numbers in the same width: what is left is the order of sums. */
  static final double SAME = 0.02;

  /** Rounding to 8 bits. */
  static final double EIGHT_BITS = 0.05;

  /** Rounding to 4 bits. */
  static final double FOUR_BITS = 0.15;

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
      double limit,
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
      Adapter update = adapter == null ? null : AdapterFolder.read(open.scope(), adapter);
      LanguageModel tuned = update == null ? open.model() : AdaptedModel.of(open.model(), update);
      String words =
          "%s in %s%s"
              .formatted(
                  model.getFileName(),
                  open.settings().quantization().label(),
                  adapter == null ? "" : " with its adapter");
      ParityReport report =
          new ParityGate(products.subList(0, Math.min(rows, products.size())), tokenizer, device)
              .check(
                  open.scope(), tuned, words, export, OpenSettings.of(held, device.isGpu()), limit);
      out.println(report.sentence());
      return report.passed() ? 0 : 1;
    }
  }
}
