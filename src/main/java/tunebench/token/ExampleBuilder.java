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
    String answer = PriceTemplate.answer(product.price());
    String text = template.text(product);
    Joined whole = join(text, answer);
    if (whole.ids.length <= maxTokens) {
      return new TokenizedExample(product.line(), whole.ids, whole.firstLabel, false);
    }
    int[] textIds = tokenizer.plain(text);
    int keep = textIds.length - (whole.ids.length - maxTokens);
    while (keep >= 0) {
      Joined cut = join(tokenizer.text(Arrays.copyOf(textIds, keep)), answer);
      if (cut.ids.length <= maxTokens) {
        return new TokenizedExample(product.line(), cut.ids, cut.firstLabel, true);
      }
      keep -= Math.max(1, cut.ids.length - maxTokens);
    }
    return null;
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
    int[] cut = tokenizer.prompt(template.question(tokenizer.text(Arrays.copyOf(textIds, keep))));
    while (cut.length > room && keep > 0) {
      keep--;
      cut = tokenizer.prompt(template.question(tokenizer.text(Arrays.copyOf(textIds, keep))));
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
    if (trainOnEnd && tokenizer.end() >= 0) {
      all = Arrays.copyOf(all, all.length + 1);
      all[all.length - 1] = tokenizer.end();
    }
    return new Joined(all, first);
  }
}
