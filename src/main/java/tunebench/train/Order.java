package tunebench.train;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import tunebench.token.TokenizedExample;

/**
 * Which rows go into which batch. Grouped by length, rows are shuffled, cut into stretches of 50
 * batches and sorted inside each (as transformers does), so that a batch pads little; the batches
 * are then shuffled again.
 */
final class Order {
  private static final int STRETCH = 50;

  private Order() {}

  /** The batches of one pass; the same for the same seed and pass. */
  static List<List<TokenizedExample>> epoch(
      List<TokenizedExample> examples, int batch, boolean byLength, long seed, int epoch) {
    List<TokenizedExample> shuffled = new ArrayList<>(examples);
    Collections.shuffle(shuffled, new Random(seed * 1_000_003 + epoch));
    if (byLength) {
      for (int from = 0; from < shuffled.size(); from += STRETCH * batch) {
        shuffled
            .subList(from, Math.min(shuffled.size(), from + STRETCH * batch))
            .sort(Comparator.comparingInt(TokenizedExample::length).reversed());
      }
    }
    List<List<TokenizedExample>> batches = new ArrayList<>();
    for (int from = 0; from < shuffled.size(); from += batch) {
      batches.add(List.copyOf(shuffled.subList(from, Math.min(shuffled.size(), from + batch))));
    }
    if (byLength) {
      // Sorted stretches would make lengths fall in waves; the order of the batches is random
      // again.
      Collections.shuffle(batches, new Random(seed * 7_368_787 + epoch));
    }
    return batches;
  }
}
