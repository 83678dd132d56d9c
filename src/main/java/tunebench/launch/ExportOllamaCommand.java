package tunebench.launch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tunebench.format.GgufType;
import tunebench.model.OllamaFolder;
import tunebench.parity.ExportCheck;

/** {@code export-ollama}: a folder that Ollama makes a model of. */
@Command(
    name = "export-ollama",
    description =
        "Write a model, perhaps with an adapter merged into it, as a folder with a Modelfile and a"
            + " GGUF file; \"ollama create NAME -f Modelfile\" in it makes a model of Ollama's.",
    mixinStandardHelpOptions = true)
final class ExportOllamaCommand implements Callable<Integer> {
  @Option(
      names = "--model",
      required = true,
      paramLabel = "DIR",
      description = "The model: a folder in the Hub's layout or a .gguf file.")
  private Path model = Path.of("");

  @Option(
      names = "--adapter",
      paramLabel = "DIR",
      description =
          "An adapter that is merged into the weights: PEFT's folder, or a LoRA in a .gguf file.")
  private @Nullable Path adapter;

  @Option(
      names = "--type",
      defaultValue = "q8_0",
      description = "f32, f16, bf16, q8_0 or q4_0 (matrices; vectors stay f32). Default: q8_0.")
  private String type = "q8_0";

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "The folder, which must not exist or be empty.")
  private Path out = Path.of("");

  @Mixin private DeviceOption device = new DeviceOption();
  @Mixin private ParityOptions parity = new ParityOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    GgufType written = ExportGgufCommand.type(type, false);
    OllamaFolder.write(
        model,
        adapter,
        written,
        out,
        device.choose().device(),
        ConsoleProgress.writing(out, spec.commandLine().getErr()));
    spec.commandLine()
        .getOut()
        .printf("wrote %s; in it, run: ollama create NAME -f Modelfile%n", out);
    return parity.check(
        ExportCheck.gguf(model, adapter, written, out.resolve(OllamaFolder.WEIGHTS)),
        device.choose(),
        spec.commandLine().getOut());
  }
}
