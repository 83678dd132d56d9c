package tunebench.launch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tunebench.data.Dataset;
import tunebench.data.Split;
import tunebench.eval.PassportMaker;
import tunebench.run.Passport;

/** {@code passport}: the fingerprints of all that a run would be made from. */
@Command(
    name = "passport",
    description =
        "Write the fingerprints of data, model, settings and environment, for explain to compare.",
    mixinStandardHelpOptions = true)
final class PassportCommand implements Callable<Integer> {
  @Mixin private ProductOptions products = new ProductOptions();

  @Option(
      names = "--model",
      converter = ModelPath.class,
      paramLabel = "DIR",
      description = "Folder of the base model.")
  private @Nullable Path model;

  @Option(
      names = "--adapter",
      converter = ModelPath.class,
      paramLabel = "DIR",
      description = "Folder of the adapter.")
  private @Nullable Path adapter;

  @Option(
      names = "--validation",
      paramLabel = "SHARE",
      defaultValue = "0",
      description = "Share of the rows for validation; default: ${DEFAULT-VALUE}.")
  private double validation;

  @Option(
      names = "--test",
      paramLabel = "SHARE",
      defaultValue = "0.1",
      description = "Share of the rows held out; default: ${DEFAULT-VALUE}.")
  private double test;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "42",
      description = "Of the split and the run; default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--setting",
      paramLabel = "NAME=VALUE",
      description = "A setting of the run; may be repeated.")
  private Map<String, String> settings = new LinkedHashMap<>();

  @Option(names = "--out", paramLabel = "FILE", description = "Default: standard output.")
  private @Nullable Path out;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    Dataset dataset = products.read();
    Split split = Split.byFractions(dataset.products(), validation, test, seed);
    Passport passport =
        PassportMaker.of(
            dataset.name(),
            dataset.name(),
            split,
            model,
            adapter,
            settings,
            seed,
            PassportMaker.environment());
    Path file = out;
    if (file == null) {
      Json.print(spec, passport);
    } else {
      Json.write(file, passport);
      spec.commandLine().getOut().println("The passport is in " + file + ".");
    }
    return 0;
  }
}
