package tunebench.parity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tunebench.BadInputException;
import tunebench.data.Product;
import tunebench.eval.PredictSettings;
import tunebench.eval.PricePredictor;
import tunebench.eval.WholeDollars;
import tunebench.format.AtomicFile;
import tunebench.llama.LanguageModel;
import tunebench.model.OpenModel;
import tunebench.model.OpenSettings;
import tunebench.model.WeightDistances;
import tunebench.prompt.PriceTemplate;
import tunebench.tensor.Devices;
import tunebench.tensor.Scope;
import tunebench.token.ExampleBuilder;
import tunebench.token.TextTokenizer;

/**
 * Lets an export and what it was made from price the same rows, and compares all they say; and
 * compares their weights, because prices alone overlook a tensor that these rows hardly use.
 */
public final class ParityGate {
  private static final int MAX_TOKENS = 182;
  private static final int BATCH = 16;

  private final List<Product> products;
  private final TextTokenizer tokenizer;
  private final Devices device;

  /**
   * Sets up.
   *
   * @param products rows to price, at least one
   * @param tokenizer of the model that the export was made from
   */
  public ParityGate(List<Product> products, TextTokenizer tokenizer, Devices device) {
    if (products.isEmpty()) {
      throw new BadInputException(
          "The parity check has no product to price; give a file with --parity-csv.");
    }
    this.products = List.copyOf(products);
    this.tokenizer = tokenizer;
    this.device = device;
  }

  /**
   * Compares and keeps the result beside the export: {@code parity.json} in its folder, or {@code
   * NAME.parity.json} beside a file.
   *
   * @param model what the export was made from, perhaps with an adapter
   * @param words what that is, for people
   * @param export folder or file to open
   * @param settings how to hold it
   */
  public ParityReport check(
      Scope scope,
      LanguageModel model,
      String words,
      Path export,
      OpenSettings settings,
      ParityLimits limits)
      throws IOException {
    try (OpenModel open = OpenModel.open(export, settings, device.device(), share -> {})) {
      return compare(scope, model, words, export, open.model(), null, limits);
    }
  }

  /**
   * The same for an adapter that was written in another format.
   *
   * @param base what the adapters go onto; weights are compared by the change that they make to it
   * @param model the base with the adapter as it was
   * @param exported the base with the adapter as it was written
   */
  public ParityReport checkAdapter(
      Scope scope,
      LanguageModel base,
      LanguageModel model,
      String words,
      Path export,
      LanguageModel exported,
      ParityLimits limits)
      throws IOException {
    return compare(scope, model, words, export, exported, base, limits);
  }

  private ParityReport compare(
      Scope scope,
      LanguageModel model,
      String words,
      Path export,
      LanguageModel exported,
      @Nullable LanguageModel base,
      ParityLimits limits)
      throws IOException {
    List<WholeDollars> before = price(scope, model);
    List<WholeDollars> after = price(scope, exported);
    double[] distances =
        IntStream.range(0, products.size())
            .mapToDouble(row -> distance(before.get(row), after.get(row)))
            .toArray();
    double mean = Arrays.stream(distances).average().orElseThrow();
    Map.Entry<String, Double> worst =
        Collections.max(
            WeightDistances.of(scope, model, exported, base).entrySet(),
            Map.Entry.comparingByValue());
    double one = mae(before);
    double other = mae(after);
    ParityReport report =
        new ParityReport(
            export.toString(),
            words,
            products.size(),
            mean,
            Arrays.stream(distances).max().orElseThrow(),
            limits.prices(),
            worst.getKey(),
            Math.min(worst.getValue(), Double.MAX_VALUE),
            limits.weights(),
            one,
            other,
            other - one,
            mean <= limits.prices() && worst.getValue() <= limits.weights());
    JsonMapper json = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    AtomicFile.write(file(export), json.writeValueAsBytes(report));
    return report;
  }

  /** Where the result of an export is kept. */
  public static Path file(Path export) {
    return Files.isDirectory(export)
        ? export.resolve("parity.json")
        : export.resolveSibling(export.getFileName() + ".parity.json");
  }

  private List<WholeDollars> price(Scope scope, LanguageModel model) {
    ExampleBuilder builder = new ExampleBuilder(tokenizer, PriceTemplate.V1, MAX_TOKENS, false);
    try (PricePredictor predictor = new PricePredictor(model, tokenizer)) {
      return predictor
          .answer(
              scope,
              products.stream().map(builder::question).toList(),
              new PredictSettings(BATCH, 0, true),
              done -> {})
          .stream()
          .map(answer -> Objects.requireNonNull(answer.dollars()))
          .toList();
    }
  }

  private double mae(List<WholeDollars> prices) {
    return IntStream.range(0, products.size())
        .mapToDouble(row -> Math.abs(products.get(row).price() - prices.get(row).median()))
        .average()
        .orElseThrow();
  }

  /** Total variation; what is no price at all counts as one more answer. */
  static double distance(WholeDollars one, WholeDollars other) {
    double sum = Math.abs(one.mass() - other.mass());
    for (int price = 0; price < one.probabilities().length; price++) {
      sum += Math.abs(one.probabilities()[price] - other.probabilities()[price]);
    }
    // A model whose numbers are broken agrees with nothing.
    return Double.isNaN(sum) ? 1 : sum / 2;
  }
}
