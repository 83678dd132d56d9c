package tunebench.launch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tunebench.sample.BaseModelMaker;
import tunebench.tensor.Devices;

/** Makes the base model in assets/models anew. */
@Command(
    name = "make-base-model",
    hidden = true,
    description = "Trains the small base model that ships.")
final class MakeBaseModelCommand implements Callable<Integer> {
  @Option(names = "--out", required = true, description = "Folder for the model.")
  private Path out = Path.of("");

  @Option(names = "--steps", defaultValue = "6000", description = "Updates.")
  private int steps;

  @Option(names = "--batch", defaultValue = "64", description = "Texts per update.")
  private int batch;

  @Option(names = "--learning-rate", defaultValue = "2e-3", description = "Peak rate.")
  private double learningRate;

  @Option(names = "--device", defaultValue = "auto", description = "auto, cpu or gpu.")
  private String device = "auto";

  @Override
  public Integer call() throws IOException {
    new BaseModelMaker(out, Devices.choose(device), System.out::println)
        .make(steps, batch, learningRate);
    return 0;
  }
}
