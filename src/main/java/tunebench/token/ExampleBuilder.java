package tunebench.token;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tunebench.data.Product;
import tunebench.prompt.PriceTemplate;

/**
 * Tokenizes products for training. Where a row is longer than allowed, its product text is cut from
 * the end until question and answer fit: the answer is never cut. A row that cannot fit even so is
 * not made at all, and its maker must say so.
 */
public final class ExampleBuilder {
  /** What a decoder writes for bytes that make no whole character. */
  private static final char HALF = '\uFFFD';

  private final TextTokenizer tokenizer;
  private final PriceTemplate template;
  private final int maxTokens;
  private final boolean trainOnEnd;

  /**
   * Sets up.
   *
   * @param maxTokens longest row, answer included
   * @param trainOnEnd whether the end token is learned too (see labs.md on why that is off by
   *     default)
   */
  public ExampleBuilder(
      TextTokenizer tokenizer, PriceTemplate template, int maxTokens, boolean trainOnEnd) {
    this.tokenizer = tokenizer;
    this.template = template;
    this.maxTokens = maxTokens;
    this.trainOnEnd = trainOnEnd;
  }

  /** The example of a product, or null where the template and the answer alone are too long. */
  public @Nullable TokenizedExample example(Product product) {
    return fit(product).example;
  }

  /**
   * How a product fits.
   *
   * @param whole tokens of the row before anything is cut
   * @param text what the prompt says about the product after the cut
   * @param kept tokens of the product's text that stay; 0 where nothing is cut
   * @param textTokens tokens of the product's text in all; 0 where nothing is cut
   */
  record Fit(
      int whole, String text, int kept, int textTokens, @Nullable TokenizedExample example) {}

  Fit fit(Product product) {
    String answer = PriceTemplate.answer(product.price());
    String text = template.text(product);
    Joined whole = join(text, answer);
    int length = whole.ids.length;
    if (length <= maxTokens) {
      var example = new TokenizedExample(product.line(), whole.ids, whole.firstLabel, false);
      return new Fit(length, text, 0, 0, example);
    }
    int[] textIds = tokenizer.plain(text);
    int keep = Math.max(0, textIds.length - (length - maxTokens));
    while (true) {
      String start = start(text, textIds, keep);
      Joined cut = join(start, answer);
      if (cut.ids.length <= maxTokens) {
        var example = new TokenizedExample(product.line(), cut.ids, cut.firstLabel, true);
        return new Fit(length, start, keep, textIds.length, example);
      }
      if (keep == 0) {
        return new Fit(length, start, 0, textIds.length, null);
      }
      keep = Math.max(0, keep - Math.max(1, cut.ids.length - maxTokens));
    }
  }

  /** Tokens of a row before anything is cut. */
  int whole(Product product) {
    return join(template.text(product), PriceTemplate.answer(product.price())).ids.length;
  }

  /** The fewest tokens that a row of this price can have: no word about the product. */
  int least(Product product) {
    return join("", PriceTemplate.answer(product.price())).ids.length;
  }

  /** The text of the first tokens; half a character at its end, as tokens of bytes leave, goes. */
  private String start(String text, int[] textIds, int keep) {
    String start = tokenizer.text(Arrays.copyOf(textIds, keep));
    return text.indexOf(HALF) < 0 ? start.replaceFirst(HALF + "+$", "") : start;
  }

  /** What the rows ask with. */
  PriceTemplate template() {
    return template;
  }

  int maxTokens() {
    return maxTokens;
  }

  TextTokenizer tokenizer() {
    return tokenizer;
  }

  boolean trainsOnEnd() {
    return trainOnEnd && tokenizer.end() >= 0;
  }

  /** The question's tokens alone, cut in the same way, for prediction. */
  public int[] question(Product product) {
    String text = template.text(product);
    int[] whole = tokenizer.prompt(template.question(text));
    // The answer's room stays free, so that training and prediction see the same text.
    int room =
        maxTokens
            - tokenizer.plain(PriceTemplate.answer(product.price())).length
            - (trainOnEnd ? 1 : 0);
    if (whole.length <= room) {
      return whole;
    }
    int[] textIds = tokenizer.plain(text);
    int keep = Math.max(0, textIds.length - (whole.length - room));
    int[] cut = tokenizer.prompt(template.question(start(text, textIds, keep)));
    while (cut.length > room && keep > 0) {
      keep--;
      cut = tokenizer.prompt(template.question(start(text, textIds, keep)));
    }
    return cut;
  }

  /** Tokens of a row and where its answer begins. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Joined(int[] ids, int firstLabel) {}

  private Joined join(String text, String answer) {
    String question = template.question(text);
    int[] asked = tokenizer.prompt(question);
    int[] all = tokenizer.prompt(question + answer);
    int mismatch = Arrays.mismatch(asked, all);
    // Where the last question token merges with the answer, that token belongs to the answer.
    int first = mismatch < 0 ? asked.length : mismatch;
    if (trainsOnEnd()) {
      all = Arrays.copyOf(all, all.length + 1);
      all[all.length - 1] = tokenizer.end();
    }
    return new Joined(all, first);
  }
}
