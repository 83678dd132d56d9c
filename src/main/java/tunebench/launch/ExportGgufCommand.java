package tunebench.launch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tunebench.BadInputException;
import tunebench.format.GgufType;
import tunebench.model.GgufFileExport;
import tunebench.parity.ExportCheck;

/** {@code export-gguf}: a model, with an adapter merged into it or not, or an adapter alone. */
@Command(
    name = "export-gguf",
    description = "Write a model, or an adapter alone, as a GGUF file for llama.cpp.",
    mixinStandardHelpOptions = true)
final class ExportGgufCommand implements Callable<Integer> {
  @Option(
      names = "--model",
      converter = ModelPath.class,
      required = true,
      paramLabel = "DIR",
      description = "The model: a folder in the Hub's layout or a .gguf file.")
  private Path model = Path.of("");

  @Option(
      names = "--adapter",
      converter = ModelPath.class,
      paramLabel = "DIR",
      description =
          "An adapter that is merged into the weights: PEFT's folder, or a LoRA in a .gguf file.")
  private @Nullable Path adapter;

  @Option(
      names = "--adapter-only",
      description = "Write the adapter alone, as a LoRA GGUF for use beside its base.")
  private boolean adapterOnly;

  @Option(
      names = "--type",
      defaultValue = "f16",
      description = "f32, f16, bf16, q8_0 or q4_0 (matrices; vectors stay f32). Default: f16.")
  private String type = "f16";

  @Option(names = "--out", required = true, paramLabel = "FILE", description = "The new file.")
  private Path out = Path.of("");

  @Mixin private DeviceOption device = new DeviceOption();
  @Mixin private ParityOptions parity = new ParityOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    Path folder = out.toAbsolutePath().getParent();
    if (folder == null || !folder.toFile().isDirectory()) {
      throw new BadInputException("--out is %s, in a folder that does not exist.".formatted(out));
    }
    GgufFileExport export =
        new GgufFileExport(model, type(type, adapterOnly), device.choose().device());
    Path update = adapter;
    if (!adapterOnly) {
      export.whole(update, out, ConsoleProgress.writing(out, spec.commandLine().getErr()));
    } else if (update != null) {
      export.adapter(update, out);
    } else {
      throw new BadInputException("--adapter-only needs --adapter with the adapter's folder.");
    }
    spec.commandLine().getOut().printf("wrote %s (%,d bytes)%n", out, out.toFile().length());
    GgufType written = type(type, adapterOnly);
    ExportCheck check =
        adapterOnly && update != null
            ? ExportCheck.loneAdapter(model, update, written, out)
            : ExportCheck.gguf(model, update, written, out);
    return parity.check(check, device.choose(), spec.commandLine().getOut());
  }

  static GgufType type(String name, boolean adapterOnly) {
    GgufType type =
        switch (name.toLowerCase(Locale.ROOT)) {
          case "f32" -> GgufType.F32;
          case "f16" -> GgufType.F16;
          case "bf16" -> GgufType.BF16;
          case "q8_0" -> GgufType.Q8_0;
          case "q4_0" -> GgufType.Q4_0;
          default ->
              throw new BadInputException(
                  "--type is %s; choose f32, f16, bf16, q8_0 or q4_0.".formatted(name));
        };
    if (adapterOnly && type == GgufType.Q4_0) {
      throw new BadInputException("An adapter alone is not written as q4_0; choose q8_0 or more.");
    }
    return type;
  }
}
