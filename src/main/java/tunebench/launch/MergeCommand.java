package tunebench.launch;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tunebench.BadInputException;
import tunebench.format.DType;
import tunebench.model.MergeSettings;
import tunebench.model.Merger;
import tunebench.parity.ExportCheck;
import tunebench.quant.Quantization;

/** {@code merge}: one model folder out of a model folder and an adapter. */
@Command(
    name = "merge",
    description = {
      "Add an adapter to a model's weights and write a model folder that opens without it.",
      "",
      "An adapter that was trained on a quantized model (QLoRA) has only met that model's rounded"
          + " weights, so there are two things that it can be added to:",
      "",
      "original: the checkpoint's own weights, the default. They carry no rounding error, but the"
          + " merged model prices a little differently from the quantized one with the adapter.",
      "",
      "dequantized: the weights quantized and dequantized again, exactly what the adapter saw in"
          + " training. Choose it when the merged model must price as the one that was evaluated;"
          + " the rounding error stays in it for good. (int8 also rounds activations, which no"
          + " weights can repeat.)",
      "",
      "The model may also be a .gguf file or a folder that bitsandbytes quantized: the adapter is"
          + " then added to what its codes stand for, which is what such an adapter saw in"
          + " training, and weights that had few bits are written in 32 unless --dtype says"
          + " otherwise. Where an adapter changes the embedding or the output layer and the model"
          + " has one matrix for both, the merged model has two.",
      "",
      "Sums are taken in 32 bits and rounded once, some rows at a time, so memory hardly depends on"
          + " the model. Dequantizing takes about five times the 32-bit size of the largest tensor"
          + " that is quantized."
    },
    mixinStandardHelpOptions = true)
final class MergeCommand implements Callable<Integer> {
  private static final Pattern SIZE = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*([KMGT]?)B?");

  @Option(
      names = "--model",
      converter = ModelPath.class,
      required = true,
      paramLabel = "DIR",
      description = "The base model's folder, or its .gguf file.")
  private Path model = Path.of("");

  @Option(
      names = "--adapter",
      converter = ModelPath.class,
      required = true,
      paramLabel = "DIR",
      description =
          "The adapter's folder, as PEFT or Tunebench writes it, or a LoRA in a .gguf file.")
  private Path adapter = Path.of("");

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "The merged model's folder, which must not exist or be empty.")
  private Path out = Path.of("");

  @Option(
      names = "--from",
      defaultValue = "original",
      paramLabel = "WEIGHTS",
      description = "original or dequantized (see above); default: ${DEFAULT-VALUE}.")
  private String from = "original";

  @Option(
      names = "--quantize",
      paramLabel = "K",
      description =
          "With --from dequantized, the format that the adapter was trained on; default:"
              + " nf4-double.")
  private @Nullable String quantize;

  @Option(
      names = "--dtype",
      paramLabel = "TYPE",
      description = "bf16 or fp32; default: what each tensor has in the checkpoint.")
  private @Nullable String dtype;

  @Option(
      names = "--shard-size",
      defaultValue = "5GB",
      paramLabel = "SIZE",
      description = "Most bytes of a file, such as 500MB; default: ${DEFAULT-VALUE}.")
  private String shardSize = "5GB";

  @Mixin private DeviceOption device = new DeviceOption();
  @Mixin private ParityOptions parity = new ParityOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    Merger.Merged merged = Merger.merge(model, adapter, out, settings(), _ -> {});
    spec.commandLine()
        .getOut()
        .printf(
            Locale.ROOT,
            "Merged the adapter's updates of %d modules into %s: %d bytes of weights in %d %s.%n",
            merged.modules(),
            out,
            merged.bytes(),
            merged.files(),
            merged.files() == 1 ? "file" : "files");
    return parity.check(
        ExportCheck.merged(model, adapter, settings(), out),
        device.choose(),
        spec.commandLine().getOut());
  }

  private MergeSettings settings() {
    MergeSettings.From weights =
        switch (from) {
          case "original" -> MergeSettings.From.ORIGINAL;
          case "dequantized" -> MergeSettings.From.DEQUANTIZED;
          default ->
              throw new BadInputException(
                  "--from must be original or dequantized, not \"%s\".".formatted(from));
        };
    if (quantize != null && weights == MergeSettings.From.ORIGINAL) {
      throw new BadInputException(
          "--quantize goes with --from dequantized; original weights are not quantized.");
    }
    return new MergeSettings(
        weights,
        quantize == null ? Quantization.NF4_DOUBLE : Quantization.of(quantize),
        type(dtype),
        bytes(shardSize));
  }

  private static @Nullable DType type(@Nullable String name) {
    return switch (name) {
      case null -> null;
      case "bf16" -> DType.BF16;
      case "fp32" -> DType.F32;
      default ->
          throw new BadInputException("--dtype must be bf16 or fp32, not \"%s\".".formatted(name));
    };
  }

  /** Bytes of a size as people write it; a kilobyte has 1000, as in the Hub's tools. */
  private static long bytes(String size) {
    Matcher match = SIZE.matcher(size.strip().toUpperCase(Locale.ROOT));
    if (!match.matches()) {
      throw new BadInputException(
          "--shard-size must be a size such as 500MB or 5GB, not \"%s\".".formatted(size));
    }
    int power = match.group(2).isEmpty() ? 0 : "KMGT".indexOf(match.group(2)) + 1;
    return new BigDecimal(match.group(1))
        .movePointRight(3 * power)
        .min(BigDecimal.valueOf(Long.MAX_VALUE))
        .longValue();
  }
}
