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

  /** What a decoder writes for bytes that make no whole character. */
  private static final String HALF = "\uFFFD";

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
    return fit(product).example;
  }

  /** A row's text as it was cut, and the row; null where question and answer alone are too long. */
  record Fit(Cut cut, @Nullable TokenizedExample example) {}

  Fit fit(Product product) {
    String answer = PriceTemplate.answer(product.price());
    String text = template.text(product);
    // An answer that is longer than any usual one takes its room from the text.
    for (int room = room(answer); room < maxTokens; room++) {
      Cut cut = cut(text, maxTokens - Math.max(room, usualRoom));
      if (cut == null) {
        break;
      }
      Joined row = join(cut.text, answer);
      if (row.ids.length <= maxTokens) {
        return new Fit(
            cut, new TokenizedExample(product.line(), row.ids, row.firstLabel, cut.isShortened()));
      }
    }
    return new Fit(new Cut("", 0, tokenizer.plain(text).length), null);
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
    return tokenizer.plain(answer).length + (trainsOnEnd() ? 1 : 0);
  }

  /**
   * What is left of a product's text.
   *
   * @param kept tokens of the text that are left; 0 where nothing was cut
   * @param of tokens that it had; 0 where nothing was cut
   */
  record Cut(String text, int kept, int of) {
    boolean isShortened() {
      return kept < of;
    }
  }

  /** The longest start of the text whose question has at most so many tokens; null for none. */
  private @Nullable Cut cut(String text, int most) {
    int length = tokenizer.prompt(template.question(text)).length;
    if (length <= most) {
      return new Cut(text, 0, 0);
    }
    int[] ids = tokenizer.plain(text);
    int keep = Math.max(0, ids.length - (length - most));
    while (true) {
      String start = start(text, ids, keep);
      int over = tokenizer.prompt(template.question(start)).length - most;
      if (over <= 0) {
        return new Cut(start, keep, ids.length);
      }
      if (keep == 0) {
        return null;
      }
      keep = Math.max(0, keep - over);
    }
  }

  /** The text of the first tokens; half a character at its end, as tokens of bytes leave, goes. */
  private String start(String text, int[] ids, int keep) {
    String start = tokenizer.text(Arrays.copyOf(ids, keep));
    return text.contains(HALF) ? start : start.replaceFirst(HALF + "+$", "");
  }

  /** The least maximum under which a text is not cut, for an answer of this price. */
  int needs(String text, double price) {
    String answer = PriceTemplate.answer(price);
    int asked = tokenizer.prompt(template.question(text)).length;
    return Math.max(asked + Math.max(room(answer), usualRoom), join(text, answer).ids.length);
  }

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
