package tunebench.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tunebench.eval.Metrics;
import tunebench.eval.Prediction;
import tunebench.format.JsonFile;
import tunebench.hub.AdapterUpload;
import tunebench.hub.HttpHubWriter;
import tunebench.hub.ModelCard;
import tunebench.hub.Repo;
import tunebench.report.LossPoint;
import tunebench.report.RunCharts;

/** {@code hub upload}: an adapter with its page, by one commit. */
@Command(
    name = "upload",
    description =
        "Upload an adapter to a repository that only you can see, with a page of its settings,"
            + " figures and charts; prints the revision.",
    mixinStandardHelpOptions = true)
final class HubUploadCommand implements Callable<Integer> {
  @Option(
      names = "--adapter",
      required = true,
      paramLabel = "DIR",
      description = "Adapter folder, as train leaves it.")
  private Path adapter = Path.of("");

  @Option(
      names = "--repo",
      paramLabel = "NAME",
      defaultValue = "",
      description = "org/name, or a name of your own; default: pricer-DATE.")
  private String name = "";

  @Option(names = "--public", description = "Let everybody see a repository that is made now.")
  private boolean open;

  @Option(names = "--base", paramLabel = "org/name", description = "Base model, for the page.")
  private @Nullable String base;

  @Option(
      names = "--predictions",
      paramLabel = "FILE",
      description = "CSV file that predict wrote: its figures and chart go to the page.")
  private @Nullable Path predictions;

  @Option(
      names = "--message",
      paramLabel = "TEXT",
      description = "First line of the commit; default: End of training.")
  private String message = "End of training";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException, InterruptedException {
    HubAccess access = HubAccess.open();
    AdapterUpload upload = new AdapterUpload(access.hub(), new HttpHubWriter(access.hub()));
    Repo repo = upload.repo(name, LocalDateTime.now(ZoneId.systemDefault()));
    Path extra = Files.createTempDirectory("tunebench-upload");
    try {
      page(repo, extra);
      String commit = upload.save(repo, adapter, extra, message, !open, sent -> {});
      spec.commandLine().getOut().println(repo.id() + "@" + commit);
      spec.commandLine().getErr().println(access.hub().page(repo));
    } finally {
      delete(extra);
    }
    return 0;
  }

  private void page(Repo repo, Path extra) throws IOException {
    Map<String, String> settings = new LinkedHashMap<>();
    Map<String, String> charts = new LinkedHashMap<>();
    Files.createDirectories(extra.resolve("charts"));
    Path training = adapter.resolve("training.json");
    if (Files.isRegularFile(training)) {
      JsonNode json = JsonFile.read(training);
      settings.putAll(FlatSettings.of(json));
      settings.keySet().removeIf(name -> name.startsWith("steps"));
      List<LossPoint> curve = curve(json.path("steps"));
      if (!curve.isEmpty()) {
        Files.write(extra.resolve("charts/loss.png"), RunCharts.loss(curve));
        charts.put("Training loss", "charts/loss.png");
      }
    }
    List<ModelCard.Figures> figures = new ArrayList<>();
    Path priced = predictions;
    if (priced != null) {
      List<Prediction> rows = ScoredCsv.read(priced, "truth", "guess", Integer.MAX_VALUE);
      Metrics m = Metrics.of(rows);
      figures.add(
          new ModelCard.Figures(
              String.valueOf(priced.getFileName()),
              m.n(),
              m.mae(),
              m.maeCi95().lo(),
              m.maeCi95().hi(),
              m.rmsle(),
              m.hits()));
      Files.write(
          extra.resolve("charts/predictions.png"),
          RunCharts.predictions("Predicted against true price", rows));
      charts.put("Predicted against true prices", "charts/predictions.png");
    }
    ModelCard card =
        new ModelCard(
            repo.id().substring(repo.id().indexOf('/') + 1),
            baseModel(),
            message,
            settings,
            figures,
            charts);
    Files.writeString(extra.resolve("README.md"), card.markdown());
  }

  private String baseModel() {
    String given = base;
    return given != null
        ? given
        : JsonFile.read(adapter.resolve("adapter_config.json"))
            .path("base_model_name_or_path")
            .asString("");
  }

  private static List<LossPoint> curve(JsonNode steps) {
    return steps
        .valueStream()
        .map(
            s ->
                new LossPoint(
                    s.path("step").asLong(0),
                    s.path("loss").asDouble(Double.NaN),
                    s.path("priceLoss").asDouble(Double.NaN),
                    s.path("learningRate").asDouble(Double.NaN),
                    s.path("gradientNorm").asDouble(Double.NaN)))
        .toList();
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
