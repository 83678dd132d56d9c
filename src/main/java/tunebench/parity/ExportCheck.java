package tunebench.parity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tunebench.data.Product;
import tunebench.format.GgufType;
import tunebench.llama.LanguageModel;
import tunebench.lora.Adapter;
import tunebench.lora.AdapterFolder;
import tunebench.model.AdaptedModel;
import tunebench.model.MergeSettings;
import tunebench.model.OpenModel;
import tunebench.model.OpenSettings;
import tunebench.quant.Quantization;
import tunebench.tensor.Devices;
import tunebench.token.TextTokenizer;

/**
 * An export, what it was made from, and how far the two may differ.
 *
 * @param model folder or file that it was made from
 * @param adapter that it holds, or null
 * @param reference format in which the model is held for comparison
 * @param export folder or file
 * @param held format in which the export is opened
 * @param limit mean distance up to which it passes
 */
public record ExportCheck(
    Path model,
    @Nullable Path adapter,
    Quantization reference,
    Path export,
    Quantization held,
    double limit) {
  /** The same numbers in the same width: what is left is the order of sums. */
  private static final double SAME = 0.02;

  /** Rounding to 8 bits. */
  private static final double EIGHT_BITS = 0.05;

  /** Rounding to 4 bits. */
  private static final double FOUR_BITS = 0.15;

  /** Of a merged folder. From dequantized weights it repeats what the adapter saw. */
  public static ExportCheck merged(Path model, Path adapter, MergeSettings settings, Path export) {
    Quantization reference =
        settings.from() == MergeSettings.From.DEQUANTIZED
            ? settings.quantization()
            : Quantization.FP32;
    double limit = reference == Quantization.INT8 ? EIGHT_BITS : SAME;
    return new ExportCheck(model, adapter, reference, export, Quantization.FP32, limit);
  }

  /** Of a GGUF file. */
  public static ExportCheck gguf(Path model, @Nullable Path adapter, GgufType type, Path export) {
    double limit =
        switch (type) {
          case Q8_0 -> EIGHT_BITS;
          case Q4_0 -> FOUR_BITS;
          default -> SAME;
        };
    return new ExportCheck(model, adapter, Quantization.FP32, export, Quantization.FP32, limit);
  }

  /** Of a folder that bitsandbytes opens. */
  public static ExportCheck quantized(Path model, Quantization kind, Path export) {
    return new ExportCheck(model, null, kind, export, kind, SAME);
  }

  /** Why it cannot be checked, "" if it can. */
  public String unable() {
    return Files.isDirectory(model) && !Files.isRegularFile(model.resolve("tokenizer.json"))
        ? "Parity was not checked: %s holds no tokenizer.json, which pricing needs."
            .formatted(model)
        : "";
  }

  /**
   * Lets both price the same products.
   *
   * @param products at least one
   */
  public ParityReport run(List<Product> products, Devices device) throws IOException {
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
      return new ParityGate(products, tokenizer, device)
          .check(open.scope(), tuned, words, export, OpenSettings.of(held, device.isGpu()), limit);
    }
  }
}
