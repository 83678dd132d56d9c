package tunebench.launch;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tunebench.labs.LabsRun;
import tunebench.labs.LabsSettings;
import tunebench.lora.AdapterFolder;
import tunebench.quant.Quantization;
import tunebench.report.LabsReport;
import tunebench.report.ReportWriter;
import tunebench.tensor.Devices;

/** {@code labs}: all five labs without a window, on real input, end to end. */
@Command(
    name = "labs",
    description =
        "Run all five labs without a window and write report.html, report.json and charts.",
    mixinStandardHelpOptions = true)
final class LabsCommand implements Callable<Integer> {
  @Option(
      names = "--model",
      converter = ModelPath.class,
      paramLabel = "DIR",
      description = "Folder of the base model; default: the one that ships.")
  private @Nullable Path model;

  @Option(
      names = "--csv",
      converter = RowsPath.class,
      paramLabel = "FILE",
      description = "Products as CSV or JSON lines; default: the sample shop.")
  private @Nullable Path csv;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "target/labs",
      description = "Folder for the report and the adapter; default: ${DEFAULT-VALUE}.")
  private Path out = Path.of("");

  @Option(
      names = "--quantize",
      paramLabel = "K",
      defaultValue = "nf4-double",
      description = "Format of the base while the adapter is trained; default: ${DEFAULT-VALUE}.")
  private String quantize = "";

  @Option(
      names = "--test-rows",
      paramLabel = "N",
      description = "Products held out for evaluation; default: 400.")
  private @Nullable Integer tested;

  @Option(
      names = "--train-rows",
      paramLabel = "N",
      description = "Most products to train on; default: 2600.")
  private @Nullable Integer trained;

  @Mixin private ColumnOptions columns = new ColumnOptions();
  @Mixin private TrainOptions train = new TrainOptions();
  @Mixin private DeviceOption device = new DeviceOption();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    ReportWriter.check();
    LabsSettings shipped =
        LabsSettings.of(
            model == null ? Shipped.model() : model, csv == null ? Shipped.products() : csv);
    LabsSettings settings =
        new LabsSettings(
            shipped.model(),
            shipped.csv(),
            columns.settings(shipped.columns()),
            tested == null ? shipped.tested() : tested,
            trained == null ? shipped.trained() : trained,
            Quantization.of(quantize),
            train.lora(shipped.lora()),
            train.settings(shipped.train()),
            shipped.predictBatch());
    Devices chosen = device.choose();
    PrintWriter err = spec.commandLine().getErr();
    err.println(chosen.reason());
    ConsoleProgress progress = new ConsoleProgress(err);
    LabsReport report =
        new LabsRun(settings, chosen, progress)
            .run(
                adapter ->
                    AdapterFolder.write(
                        out.resolve("adapter"), adapter, settings.model().toString()));
    PrintWriter print = spec.commandLine().getOut();
    LabsTable.lines(report).forEach(print::println);
    print.flush();
    Path page = ReportWriter.write(report, out);
    print.println("Report: " + page.toAbsolutePath());
    return 0;
  }
}
