package tunebench.service.work;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tunebench.BadInputException;
import tunebench.data.Product;
import tunebench.prompt.PriceTemplate;
import tunebench.run.TrainSpec;
import tunebench.token.ExampleBuilder;
import tunebench.token.TextTokenizer;
import tunebench.token.TokenizedExample;

/** How long a dataset's rows are in a model's tokens, so that a plan need not assume the worst. */
final class RowLengths {
  /** Enough to meet a row of nearly the greatest length, and quickly counted. */
  private static final int SAMPLE = 2_000;

  /** Tokens of an answer such as 765.00. */
  private static final int USUAL_ANSWER = 3;

  private static final int UNCUT = 1 << 20;

  private final DatasetStore datasets;
  private final Map<String, Lengths> known = new ConcurrentHashMap<>();

  RowLengths(DatasetStore datasets) {
    this.datasets = datasets;
  }

  /**
   * Lengths in tokens.
   *
   * @param longest row, answer included
   * @param answer labelled tokens of the row that has most
   */
  record Lengths(int longest, int answer) {}

  /** Of the rows that a spec trains on. Without data yet, rows are as long as they may be. */
  Lengths of(TrainSpec spec) {
    try {
      String key =
          String.join(
              "|",
              datasets.get(spec.data().dataset()).info().hash(),
              spec.data().template(),
              spec.model().folder(),
              "" + spec.training().trainOnEnd());
      return known.computeIfAbsent(key, k -> counted(spec));
    } catch (BadInputException e) {
      return new Lengths(spec.training().maxTokens(), USUAL_ANSWER);
    }
  }

  private Lengths counted(TrainSpec spec) {
    List<Product> products = datasets.get(spec.data().dataset()).all();
    PriceTemplate template = PriceTemplates.of(spec.data().template());
    int longest = 1;
    int answer = 1;
    try (TextTokenizer tokenizer = TextTokenizer.open(Path.of(spec.model().folder()))) {
      ExampleBuilder builder =
          new ExampleBuilder(tokenizer, template, UNCUT, spec.training().trainOnEnd());
      int stride = Math.max(1, products.size() / SAMPLE);
      for (int i = 0; i < products.size(); i += stride) {
        TokenizedExample example = builder.example(products.get(i));
        if (example != null) {
          longest = Math.max(longest, example.length());
          answer = Math.max(answer, example.length() - example.firstLabel());
        }
      }
    }
    return new Lengths(longest, answer);
  }
}
