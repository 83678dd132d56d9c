package tunebench.launch;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tunebench.data.Dataset;
import tunebench.data.Product;
import tunebench.eval.AnswerParser;
import tunebench.eval.Decoder;
import tunebench.eval.Metrics;
import tunebench.eval.PredictSettings;
import tunebench.eval.Prediction;
import tunebench.eval.PriceAnswer;
import tunebench.eval.PricePredictor;
import tunebench.format.AtomicFile;
import tunebench.prompt.PriceTemplate;
import tunebench.quant.Quantization;
import tunebench.token.ExampleBuilder;
import tunebench.token.TextTokenizer;

/** {@code predict}: a price for every row of a file. */
@Command(
    name = "predict",
    description = "Predict a price for every product of a file.",
    mixinStandardHelpOptions = true)
final class PredictCommand implements Callable<Integer> {
  @Mixin private ModelOptions model = new ModelOptions();

  @Mixin private ProductOptions rows = new ProductOptions();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "CSV file to write: line, title, truth, guess, parsed, text.")
  private Path out = Path.of("");

  @Option(
      names = "--decoder",
      paramLabel = "D",
      description =
          "How a price is taken: generate, top-k, mean or median; default: median with an adapter,"
              + " else generate.")
  private @Nullable String decoder;

  @Option(
      names = "--new-tokens",
      paramLabel = "N",
      description = "Most tokens to generate; default: 4 with v1, 8 with v2, as in the course.")
  private @Nullable Integer newTokens;

  @Option(
      names = "--max-tokens",
      paramLabel = "N",
      defaultValue = "182",
      description = "Longest row, answer included; default: ${DEFAULT-VALUE}.")
  private int maxTokens;

  @Option(
      names = "--predict-batch",
      paramLabel = "N",
      defaultValue = "64",
      description = "Questions at a time; default: ${DEFAULT-VALUE}.")
  private int batch;

  @Option(names = "--limit", paramLabel = "N", description = "The first N products only.")
  private int limit = Integer.MAX_VALUE;

  @Mixin private TemplateOption template = new TemplateOption();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    PriceTemplate form = template.template();
    Dataset dataset = rows.read();
    List<Product> products =
        dataset.products().subList(0, Math.min(limit, dataset.products().size()));
    PrintWriter err = spec.commandLine().getErr();
    Rejected.report(dataset, err);
    try (ModelOptions.Opened open = model.open(Quantization.NF4_DOUBLE);
        TextTokenizer tokenizer = TextTokenizer.open(model.folder());
        PricePredictor predictor = new PricePredictor(open.model(), tokenizer)) {
      Decoder how = decoder(open.adapter().isPresent());
      err.println(open.device().reason());
      if (how.needsDollars() && !predictor.tokens().single()) {
        err.println(
            "This tokenizer has no single token for each price of 0 to 999; every price is scored"
                + " as a sequence of tokens.");
      }
      List<Prediction> predictions = predict(predictor, tokenizer, open, form, products, how, err);
      AtomicFile.write(out, text(products, predictions).getBytes(StandardCharsets.UTF_8));
      spec.commandLine()
          .getOut()
          .printf("%d prices in %s, decoder %s%n", predictions.size(), out, how.label());
      if (!predictions.isEmpty()) {
        Metrics metrics = Metrics.of(predictions);
        spec.commandLine()
            .getOut()
            .printf(
                "MAE $%.2f +- %.2f, RMSLE %.2f, hits %.1f%%%n",
                metrics.mae(), metrics.maeCi95().halfWidth(), metrics.rmsle(), metrics.hits());
      }
    }
    return 0;
  }

  private Decoder decoder(boolean adapted) {
    String wanted = decoder;
    return wanted == null ? (adapted ? Decoder.MEDIAN : Decoder.GENERATE) : Decoder.of(wanted);
  }

  private List<Prediction> predict(
      PricePredictor predictor,
      TextTokenizer tokenizer,
      ModelOptions.Opened open,
      PriceTemplate form,
      List<Product> products,
      Decoder how,
      PrintWriter err) {
    ExampleBuilder builder = new ExampleBuilder(tokenizer, form, maxTokens, false);
    boolean first = form == PriceTemplate.V1;
    int most = first ? PredictSettings.COURSE_V1_TOKENS : PredictSettings.COURSE_V2_TOKENS;
    Integer given = newTokens;
    PredictSettings settings =
        new PredictSettings(batch, given == null ? most : given, how.needsDollars());
    ConsoleProgress progress = new ConsoleProgress(err);
    List<PriceAnswer> answers =
        predictor.answer(
            open.base().scope(),
            products.stream().map(builder::question).toList(),
            settings,
            done -> progress.at("Pricing", done, products.size()));
    return IntStream.range(0, products.size())
        .mapToObj(
            i ->
                how.predict(
                    i,
                    products.get(i).title(),
                    products.get(i).price(),
                    answers.get(i),
                    AnswerParser.COURSE_V2))
        .toList();
  }

  private static String text(List<Product> products, List<Prediction> predictions) {
    StringWriter text = new StringWriter();
    try (CsvWriter writer = CsvWriter.builder().build(text)) {
      writer.writeRecord("line", "title", "truth", "guess", "parsed", "text");
      for (Prediction p : predictions) {
        writer.writeRecord(
            String.valueOf(products.get(p.row()).line()),
            p.title(),
            String.valueOf(p.truth()),
            String.valueOf(p.guess()),
            String.valueOf(p.parsed()),
            p.text());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
