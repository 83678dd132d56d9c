package tunebench.launch;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tunebench.BadInputException;
import tunebench.data.Dataset;
import tunebench.data.Product;
import tunebench.data.Split;
import tunebench.eval.PassportMaker;
import tunebench.format.AtomicFile;
import tunebench.hub.HubCache;
import tunebench.lora.Adapter;
import tunebench.lora.AdapterFolder;
import tunebench.lora.LoraSettings;
import tunebench.model.AdaptedModel;
import tunebench.quant.Quantization;
import tunebench.run.Passport;
import tunebench.tensor.Scope;
import tunebench.tensor.Torch;
import tunebench.token.ExampleBuilder;
import tunebench.token.TextTokenizer;
import tunebench.token.TokenizedExample;
import tunebench.train.StepRecord;
import tunebench.train.TrainSettings;
import tunebench.train.Trainer;

/** {@code train}: a QLoRA run that leaves an adapter folder. */
@Command(
    name = "train",
    description = "Train a LoRA adapter on the products of a file and write it as PEFT would.",
    mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {
  private static final int SHOWN = 20;

  @Mixin private ModelOptions model = new ModelOptions();

  @Mixin private ProductOptions rows = new ProductOptions();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Adapter folder to write; training.json in it holds settings and every step.")
  private Path out = Path.of("");

  @Option(names = "--limit", paramLabel = "N", description = "The first N products only.")
  private int limit = Integer.MAX_VALUE;

  @Mixin private TemplateOption template = new TemplateOption();
  @Mixin private TrainOptions train = new TrainOptions();
  @Mixin private TrackOptions track = new TrackOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    TrainSettings settings = train.settings(TrainSettings.course());
    LoraSettings lora = train.lora(LoraSettings.course());
    track.check();
    PrintWriter err = spec.commandLine().getErr();
    Dataset dataset = rows.read();
    Rejected.report(dataset, err);
    List<Product> products = dataset.products().stream().limit(limit).toList();
    try (TextTokenizer tokenizer = TextTokenizer.open(model.folder())) {
      List<TokenizedExample> examples = examples(tokenizer, settings, products, err);
      try (ModelOptions.Opened open = model.open(Quantization.NF4_DOUBLE);
          Scope scope = open.base().scope().child()) {
        err.println(open.device().reason());
        Adapter adapter =
            open.adapter()
                .orElseGet(
                    () ->
                        Adapter.fresh(
                            scope,
                            lora,
                            open.base().model().parts().projections(),
                            settings.seed()));
        Passport passport = passport(open, dataset.name(), products, settings, adapter.settings());
        train(open, scope, adapter, examples, settings, err);
        new RunFolder(
                passport,
                spec.commandLine().getParseResult().originalArgs(),
                Path.of("").toAbsolutePath().toString())
            .write(out);
      }
    }
    return 0;
  }

  /** What the run is about to be made from; taken before, so that {@code --out} has no part. */
  private Passport passport(
      ModelOptions.Opened open,
      String file,
      List<Product> products,
      TrainSettings settings,
      LoraSettings lora) {
    Map<String, String> all = new TreeMap<>();
    all.putAll(FlatSettings.of("train", settings));
    all.putAll(FlatSettings.of("lora", lora));
    all.remove("train.seed");
    all.put("template", template.name());
    all.put("quantization", open.base().settings().quantization().label());
    Map<String, String> environment = new TreeMap<>(PassportMaker.environment());
    environment.put("libtorch", Torch.version() + " " + Torch.flavour());
    environment.put("device", open.device().label());
    return PassportMaker.of(
        String.valueOf(out.getFileName()),
        file,
        new Split(products, List.of(), List.of()),
        model.folder(),
        model.adapter(),
        all,
        settings.seed(),
        environment);
  }

  private void train(
      ModelOptions.Opened open,
      Scope scope,
      Adapter adapter,
      List<TokenizedExample> examples,
      TrainSettings settings,
      PrintWriter err)
      throws IOException {
    Trainer trainer =
        new Trainer(scope, AdaptedModel.of(open.base().model(), adapter.trained()), settings);
    List<StepRecord> steps = new ArrayList<>();
    ConsoleProgress progress = new ConsoleProgress(err);
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("quantization", open.base().settings().quantization().label());
    record.put("lora", adapter.settings());
    record.put("train", settings);
    String name = HubCache.nameOf(model.folder()).orElse(model.folder().toString());
    Path tracking = out.resolve("tracking");
    try (TrackedTraining told =
        new TrackedTraining(
            track.open(
                tracking,
                String.valueOf(out.toAbsolutePath().getFileName()),
                FlatSettings.of(record),
                err),
            tracking,
            err)) {
      trainer.train(
          examples,
          step -> {
            steps.add(step);
            told.stepped(step);
            progress.at(
                String.format(Locale.ROOT, "Training %,d parameters", adapter.parameters()),
                step.step(),
                step.steps());
          });
      AdapterFolder.write(out, adapter, name);
      told.finished(out);
    }
    record.put("steps", steps);
    AtomicFile.write(out.resolve("training.json"), new JsonMapper().writeValueAsBytes(record));
    double tokens = steps.stream().mapToInt(StepRecord::tokens).sum();
    double seconds = steps.stream().mapToDouble(StepRecord::seconds).sum();
    spec.commandLine()
        .getOut()
        .printf(
            Locale.ROOT,
            "%d steps in %.1f s (%.0f tokens/s), loss %.4f to %.4f; adapter in %s%n",
            steps.size(),
            seconds,
            tokens / seconds,
            steps.getFirst().loss(),
            steps.getLast().loss(),
            out);
  }

  private List<TokenizedExample> examples(
      TextTokenizer tokenizer, TrainSettings settings, List<Product> products, PrintWriter err) {
    ExampleBuilder builder =
        new ExampleBuilder(
            tokenizer, template.template(), settings.maxTokens(), settings.trainOnEnd());
    List<TokenizedExample> examples = new ArrayList<>();
    List<Integer> impossible = new ArrayList<>();
    for (Product product : products) {
      TokenizedExample example = builder.example(product);
      if (example == null) {
        impossible.add(product.line());
      } else {
        examples.add(example);
      }
    }
    say(
        err,
        impossible,
        "rows cannot hold their answer within %d tokens and are left out"
            .formatted(settings.maxTokens()));
    say(
        err,
        examples.stream().filter(TokenizedExample::shortened).map(TokenizedExample::row).toList(),
        "texts were cut so that the answer fits within %d tokens".formatted(settings.maxTokens()));
    if (examples.isEmpty()) {
      throw new BadInputException(
          "%s leaves no row to train on; see the reasons above or raise --max-tokens."
              .formatted(rows.csv()));
    }
    return examples;
  }

  private static void say(PrintWriter err, List<Integer> lines, String what) {
    if (!lines.isEmpty()) {
      err.printf(
          "%d %s: line %s%s%n",
          lines.size(),
          what,
          lines.stream().limit(SHOWN).map(String::valueOf).collect(Collectors.joining(", ")),
          lines.size() > SHOWN ? " and more" : "");
    }
  }
}
