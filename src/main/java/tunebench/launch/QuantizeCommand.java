package tunebench.launch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tunebench.model.QuantizedFolder;
import tunebench.parity.ExportCheck;
import tunebench.quant.Quantization;

/** {@code quantize}: a folder as transformers saves it after bitsandbytes quantized it. */
@Command(
    name = "quantize",
    description = "Quantize a model folder into one that transformers with bitsandbytes opens.",
    mixinStandardHelpOptions = true)
final class QuantizeCommand implements Callable<Integer> {
  @Option(
      names = "--model",
      converter = ModelPath.class,
      required = true,
      paramLabel = "DIR",
      description = "The model: a folder in the Hub's layout with plain weights.")
  private Path model = Path.of("");

  @Option(
      names = "--kind",
      defaultValue = "nf4-double",
      description = "nf4, nf4-double, fp4, fp4-double or int8. Default: nf4-double.")
  private String kind = "nf4-double";

  @Option(names = "--out", required = true, paramLabel = "DIR", description = "The new folder.")
  private Path out = Path.of("");

  @Mixin private DeviceOption device = new DeviceOption();
  @Mixin private ParityOptions parity = new ParityOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    Quantization format = Quantization.of(kind);
    QuantizedFolder.write(
        model,
        format,
        out,
        device.choose().device(),
        ConsoleProgress.writing(out, spec.commandLine().getErr()));
    spec.commandLine()
        .getOut()
        .printf(
            "wrote %s as %s (%,d bytes of weights)%n",
            out, format.label(), out.resolve("model.safetensors").toFile().length());
    return parity.check(
        ExportCheck.quantized(model, format, out), device.choose(), spec.commandLine().getOut());
  }
}
