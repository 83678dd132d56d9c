package tunebench.token;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tunebench.data.Product;
import tunebench.prompt.PriceTemplate;

/**
 * How many tokens each row needs, the room for its answer included, counted once, so that any
 * maximum can be tried at no cost. What it says of a maximum is what {@link ExampleBuilder} with
 * that maximum does.
 */
public final class TokenLengths {
  private final int[] lines;
  private final int[] whole;
  private final int[] least;

  private TokenLengths(int[] lines, int[] whole, int[] least) {
    this.lines = lines;
    this.whole = whole;
    this.least = least;
  }

  /**
   * What becomes of the rows under a maximum.
   *
   * @param maxTokens the maximum
   * @param fit rows that fit whole
   * @param cut rows whose text is cut
   * @param unanswerable rows that do not fit even without text, and are left out
   */
  public record Count(int maxTokens, int fit, int cut, int unanswerable) {}

  /** Counts the tokens of rows as this builder makes them; its own maximum plays no part. */
  public static TokenLengths of(ExampleBuilder builder, List<Product> products) {
    int n = products.size();
    int[] lines = new int[n];
    int[] whole = new int[n];
    int[] least = new int[n];
    Map<String, Integer> leastOf = new HashMap<>();
    for (int i = 0; i < n; i++) {
      Product product = products.get(i);
      lines[i] = product.line();
      whole[i] = builder.needs(builder.template().text(product), product.price());
      least[i] =
          leastOf.computeIfAbsent(
              PriceTemplate.answer(product.price()), answer -> builder.needs("", product.price()));
    }
    return new TokenLengths(lines, whole, least);
  }

  /** How many rows would be kept, cut or left out at a limit. */
  public Count count(int maxTokens) {
    int fit = 0;
    int unanswerable = 0;
    for (int i = 0; i < whole.length; i++) {
      fit += whole[i] <= maxTokens ? 1 : 0;
      unanswerable += whole[i] > maxTokens && least[i] > maxTokens ? 1 : 0;
    }
    return new Count(maxTokens, fit, whole.length - fit - unanswerable, unanswerable);
  }

  /** The lines of the rows that would not fit whole, in the order given. */
  public List<Integer> over(int maxTokens) {
    List<Integer> over = new ArrayList<>();
    for (int i = 0; i < whole.length; i++) {
      if (whole[i] > maxTokens) {
        over.add(lines[i]);
      }
    }
    return over;
  }

  /** Rows by length: the lower end of each step of {@code width} tokens, and how many are in it. */
  public Map<Integer, Integer> histogram(int width) {
    Map<Integer, Integer> histogram = new TreeMap<>();
    for (int length : whole) {
      histogram.merge(length / width * width, 1, Integer::sum);
    }
    return histogram;
  }

  /** Tokens of the longest row; 0 without rows. */
  public int longest() {
    int longest = 0;
    for (int length : whole) {
      longest = Math.max(longest, length);
    }
    return longest;
  }

  /** Mean tokens of a row; NaN without rows. */
  public double mean() {
    double sum = 0;
    for (int length : whole) {
      sum += length;
    }
    return sum / whole.length;
  }
}
