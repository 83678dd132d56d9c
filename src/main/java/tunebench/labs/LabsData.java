package tunebench.labs;

import java.util.ArrayList;
import java.util.List;
import tunebench.BadInputException;
import tunebench.data.Dataset;
import tunebench.data.DatasetImport;
import tunebench.data.Product;
import tunebench.data.Split;
import tunebench.eval.Baselines;
import tunebench.eval.Metrics;
import tunebench.eval.TextRidge;
import tunebench.prompt.PriceTemplate;
import tunebench.report.BaselineScores;
import tunebench.token.ExampleBuilder;
import tunebench.token.TextTokenizer;
import tunebench.token.TokenizedExample;
import tunebench.train.TrainSettings;

/**
 * The products of a run, split and tokenized.
 *
 * @param dataset as imported
 * @param split training and test products
 * @param examples one per training product that fits
 * @param impossible lines of the training products that cannot fit even without their text
 */
record LabsData(
    Dataset dataset, Split split, List<TokenizedExample> examples, List<Integer> impossible) {
  static final PriceTemplate TEMPLATE = PriceTemplate.V1;

  static LabsData of(LabsSettings settings, TextTokenizer tokenizer) {
    Dataset dataset = DatasetImport.read(settings.csv(), settings.columns());
    int products = dataset.products().size();
    if (products < 10) {
      throw new BadInputException(
          "%s has %d products that can be used; the labs need at least 10. %d rows were rejected%s."
              .formatted(
                  settings.csv(),
                  products,
                  dataset.rejected().size(),
                  dataset.rejected().isEmpty()
                      ? ""
                      : ", the first because: " + dataset.rejected().getFirst().reason()));
    }
    int test = Math.min(settings.tested(), products / 4);
    int train = Math.min(settings.trained(), products - test);
    Split split = Split.byCounts(dataset.products(), train, 0, test, settings.train().seed());
    ExampleBuilder builder = builder(tokenizer, settings.train());
    List<TokenizedExample> examples = new ArrayList<>();
    List<Integer> impossible = new ArrayList<>();
    for (Product product : split.train()) {
      TokenizedExample example = builder.example(product);
      if (example == null) {
        impossible.add(product.line());
      } else {
        examples.add(example);
      }
    }
    if (examples.isEmpty()) {
      throw new BadInputException(
          "No product of %s fits into %d tokens; raise --max-tokens."
              .formatted(settings.csv(), settings.train().maxTokens()));
    }
    return new LabsData(dataset, split, examples, impossible);
  }

  static ExampleBuilder builder(TextTokenizer tokenizer, TrainSettings train) {
    return new ExampleBuilder(tokenizer, TEMPLATE, train.maxTokens(), train.trainOnEnd());
  }

  int maxTokens() {
    return examples.stream().mapToInt(TokenizedExample::length).max().orElse(0);
  }

  /** Lines of the products whose text was cut. */
  List<Integer> shortened() {
    return examples.stream()
        .filter(TokenizedExample::shortened)
        .map(TokenizedExample::row)
        .toList();
  }

  /** What needs no language model, on the same test products. */
  BaselineScores baselines() {
    List<String> texts = split.train().stream().map(TEMPLATE::text).toList();
    List<String> tests = split.test().stream().map(TEMPLATE::text).toList();
    double[] prices = prices(split.train());
    double[] truths = prices(split.test());
    return BaselineScores.of(
        Metrics.of(Baselines.predict(Baselines.mean(prices), tests, truths)),
        Metrics.of(Baselines.predict(Baselines.median(prices), tests, truths)),
        Metrics.of(Baselines.predict(TextRidge.fit(texts, prices), tests, truths)));
  }

  private static double[] prices(List<Product> products) {
    return products.stream().mapToDouble(Product::price).toArray();
  }
}
