package tunebench.parity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
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
import tunebench.prompt.PriceTemplate;
import tunebench.tensor.Devices;
import tunebench.tensor.Scope;
import tunebench.token.ExampleBuilder;
import tunebench.token.TextTokenizer;

/** Lets an export and what it was made from price the same rows, and compares all they say. */
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
   * @param limit mean distance up to which it passes
   */
  public ParityReport check(
      Scope scope,
      LanguageModel model,
      String words,
      Path export,
      OpenSettings settings,
      double limit)
      throws IOException {
    List<WholeDollars> before = price(scope, model);
    List<WholeDollars> after;
    try (OpenModel open = OpenModel.open(export, settings, device.device(), share -> {})) {
      after = price(open.scope(), open.model());
    }
    double[] distances =
        IntStream.range(0, products.size())
            .mapToDouble(row -> distance(before.get(row), after.get(row)))
            .toArray();
    double mean = Arrays.stream(distances).average().orElseThrow();
    double one = mae(before);
    double other = mae(after);
    ParityReport report =
        new ParityReport(
            export.toString(),
            words,
            products.size(),
            mean,
            Arrays.stream(distances).max().orElseThrow(),
            limit,
            one,
            other,
            other - one,
            mean <= limit);
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
