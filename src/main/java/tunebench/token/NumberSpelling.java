package tunebench.token;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import tunebench.prompt.PriceTemplate;

/**
 * How a tokenizer spells numbers, and what that means for reading a price off the next token's
 * distribution (Lab 2).
 *
 * @param model what the model is called
 * @param begin the token that every prompt of the model begins with, if any
 * @param tokens of each number as a text of its own, without special tokens
 * @param alone share of 0 to 999 that are one token as a text of their own
 * @param asPrice share of 0 to 999 that are one token behind {@link PriceTemplate#LEAD_IN}
 */
public record NumberSpelling(
    String model,
    OptionalInt begin,
    Map<Long, List<Integer>> tokens,
    double alone,
    double asPrice) {
  private static final int NUMBERS = 1000;

  public NumberSpelling {
    tokens = Map.copyOf(tokens);
  }

  /** Spells the chosen numbers and all from 0 to 999. */
  public static NumberSpelling of(String model, TextTokenizer tokenizer, List<Long> numbers) {
    Map<Long, List<Integer>> tokens = new LinkedHashMap<>();
    numbers.forEach(n -> tokens.put(n, boxed(tokenizer.plain(Long.toString(n)))));
    int alone = 0;
    int asPrice = 0;
    int[] before = tokenizer.plain(PriceTemplate.LEAD_IN);
    for (int n = 0; n < NUMBERS; n++) {
      alone += tokenizer.plain(Integer.toString(n)).length == 1 ? 1 : 0;
      asPrice += isOneMore(before, tokenizer.plain(PriceTemplate.LEAD_IN + n)) ? 1 : 0;
    }
    int[] empty = tokenizer.prompt("");
    return new NumberSpelling(
        model,
        empty.length == 0 ? OptionalInt.empty() : OptionalInt.of(empty[0]),
        tokens,
        (double) alone / NUMBERS,
        (double) asPrice / NUMBERS);
  }

  private static boolean isOneMore(int[] before, int[] all) {
    return all.length == before.length + 1
        && Arrays.equals(all, 0, before.length, before, 0, before.length);
  }

  private static List<Integer> boxed(int[] ids) {
    return Arrays.stream(ids).boxed().toList();
  }

  /** One sentence on what the spelling means for top-k prediction. */
  public String meaning() {
    if (asPrice == 1) {
      return "Each price from $0 to $999 is one token, so the next token's probabilities are those"
          + " of whole prices, and a top-k average weighs k prices.";
    }
    if (asPrice == 0) {
      return "No price is one token, so the next token's probabilities say nothing about a price by"
          + " themselves: each price must be scored over all of its tokens.";
    }
    return "Only %.1f %% of the prices from $0 to $999 are one token, so the next token tells the first digits and not the price: a top-k average over it would weigh digits, and each price must be scored over all of its tokens."
        .formatted(100 * asPrice);
  }
}
