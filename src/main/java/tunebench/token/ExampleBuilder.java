package tunebench.token;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tunebench.BadInputException;
import tunebench.data.Product;
import tunebench.prompt.PriceTemplate;

/**
 * Tokenizes products for training. Where a row is longer than allowed, its product text is cut from
 * the end until question and answer fit: the answer is never cut. A row that cannot fit even so is
 * not made at all, and its maker must say so.
 */
public final class ExampleBuilder {
  private static final String LONGEST_ANSWER = "999.00";

  private final TextTokenizer tokenizer;
  private final PriceTemplate template;
  private final int maxTokens;
  private final boolean trainOnEnd;
  private final int usualRoom;

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
    this.usualRoom = room(LONGEST_ANSWER);
  }

  /** The example of a product, or null where the template and the answer alone are too long. */
  public @Nullable TokenizedExample example(Product product) {
    String answer = PriceTemplate.answer(product.price());
    String text = template.text(product);
    // An answer that is longer than any usual one takes its room from the text.
    for (int room = room(answer); room < maxTokens; room++) {
      Cut cut = cut(text, maxTokens - Math.max(room, usualRoom));
      if (cut == null) {
        return null;
      }
      Joined row = join(cut.text, answer);
      if (row.ids.length <= maxTokens) {
        return new TokenizedExample(product.line(), row.ids, row.firstLabel, cut.shortened);
      }
    }
    return null;
  }

  /**
   * The question's tokens alone, cut as in training, for prediction. It does not depend on the
   * price: what is kept free for the answer is what the longest usual one needs.
   *
   * @throws BadInputException if the template alone is too long
   */
  public int[] question(Product product) {
    Cut cut = cut(template.text(product), maxTokens - usualRoom);
    if (cut == null) {
      throw new BadInputException(
          "Line %d: %d tokens do not hold the question and its answer; raise --max-tokens."
              .formatted(product.line(), maxTokens));
    }
    return tokenizer.prompt(template.question(cut.text));
  }

  private int room(String answer) {
    return tokenizer.plain(answer).length + (trainOnEnd ? 1 : 0);
  }

  /** A product's text, and whether it lost something. */
  private record Cut(String text, boolean shortened) {}

  /** The longest start of the text whose question has at most so many tokens; null for none. */
  private @Nullable Cut cut(String text, int most) {
    int length = tokenizer.prompt(template.question(text)).length;
    if (length <= most) {
      return new Cut(text, false);
    }
    int[] ids = tokenizer.plain(text);
    int keep = ids.length - (length - most);
    while (keep >= 0) {
      String start = tokenizer.text(Arrays.copyOf(ids, keep));
      int over = tokenizer.prompt(template.question(start)).length - most;
      if (over <= 0) {
        return new Cut(start, true);
      }
      keep -= over;
    }
    return null;
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
