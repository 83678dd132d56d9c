package tunebench.eval;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import tunebench.prompt.PriceTemplate;
import tunebench.token.TextTokenizer;

/**
 * How a tokenizer spells the answers 0 to 999.
 *
 * @param spellings by price: the tokens after the question's, cut behind the first that tells this
 *     answer from every other
 * @param single whether each price is one token of its own, as in Llama 3
 */
@SuppressWarnings("ArrayRecordComponent")
public record PriceTokens(int[][] spellings, boolean single) {

  /** Spells every answer behind the question's last words. */
  public static PriceTokens of(TextTokenizer tokenizer) {
    int asked = tokenizer.prompt(PriceTemplate.LEAD_IN).length;
    int[][] answers = new int[WholeDollars.COUNT][];
    for (int price = 0; price < answers.length; price++) {
      int[] all = tokenizer.prompt(PriceTemplate.LEAD_IN + PriceTemplate.answer(price));
      answers[price] = Arrays.copyOfRange(all, asked, all.length);
    }
    Map<String, Integer> seen = new HashMap<>();
    for (int[] answer : answers) {
      for (int length = 1; length <= answer.length; length++) {
        seen.merge(start(answer, length), 1, Integer::sum);
      }
    }
    for (int price = 0; price < answers.length; price++) {
      answers[price] = shortest(answers[price], seen);
    }
    return new PriceTokens(answers, Arrays.stream(answers).allMatch(a -> a.length == 1));
  }

  private static int[] shortest(int[] answer, Map<String, Integer> seen) {
    int length = 1;
    while (length < answer.length && seen.getOrDefault(start(answer, length), 0) > 1) {
      length++;
    }
    return Arrays.copyOf(answer, length);
  }

  private static String start(int[] answer, int length) {
    return Arrays.toString(Arrays.copyOf(answer, length));
  }

  /** The prices' tokens where each is one. */
  long[] ids() {
    return Arrays.stream(spellings).mapToLong(s -> s[0]).toArray();
  }
}
