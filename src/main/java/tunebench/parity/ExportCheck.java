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
import tunebench.model.AdaptedModel;
import tunebench.model.AdapterFiles;
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
 * @param held format in which the export is opened, or null if it is an adapter alone
 * @param limits up to which it passes
 */
public record ExportCheck(
    Path model,
    @Nullable Path adapter,
    Quantization reference,
    Path export,
    @Nullable Quantization held,
    ParityLimits limits) {
  /** Of a merged folder. From dequantized weights it repeats what the adapter saw. */
  public static ExportCheck merged(Path model, Path adapter, MergeSettings settings, Path export) {
    Quantization reference =
        settings.from() == MergeSettings.From.DEQUANTIZED
            ? settings.quantization()
            : Quantization.FP32;
    ParityLimits limits =
        reference == Quantization.INT8 ? ParityLimits.EIGHT_BITS : ParityLimits.SAME;
    return new ExportCheck(model, adapter, reference, export, Quantization.FP32, limits);
  }

  /** Of a GGUF file. */
  public static ExportCheck gguf(Path model, @Nullable Path adapter, GgufType type, Path export) {
    ParityLimits limits = ParityLimits.of(type);
    return new ExportCheck(model, adapter, Quantization.FP32, export, Quantization.FP32, limits);
  }

  /** Of an adapter alone in a GGUF file. */
  public static ExportCheck loneAdapter(Path model, Path adapter, GgufType type, Path export) {
    return new ExportCheck(model, adapter, Quantization.FP32, export, null, ParityLimits.of(type));
  }

  /** Of a folder that bitsandbytes opens. */
  public static ExportCheck quantized(Path model, Quantization kind, Path export) {
    return new ExportCheck(model, null, kind, export, kind, ParityLimits.SAME);
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
      Adapter update = adapter == null ? null : AdapterFiles.read(open.scope(), adapter, model);
      LanguageModel tuned = update == null ? open.model() : AdaptedModel.of(open.model(), update);
      String words =
          "%s in %s%s"
              .formatted(
                  model.getFileName(),
                  open.settings().quantization().label(),
                  adapter == null ? "" : " with its adapter");
      ParityGate gate = new ParityGate(products, tokenizer, device);
      if (held == null) {
        Adapter written = AdapterFiles.read(open.scope(), export, model);
        LanguageModel exported = AdaptedModel.of(open.model(), written);
        return gate.checkAdapter(
            open.scope(), open.model(), tuned, words, export, exported, limits);
      }
      return gate.check(
          open.scope(), tuned, words, export, OpenSettings.of(held, device.isGpu()), limits);
    }
  }
}
