package tunebench.eval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The probability of each whole-dollar answer where a tokenizer spells prices in several tokens:
 * the product of the tokens' probabilities along the answer. Answers with a common start share its
 * computation.
 */
final class SequenceScorer {
  /** Starts less likely than this are not followed; all of them together hold under 0.1 %. */
  private static final double FOLLOWED = 1e-6;

  /** Continuations that are run at once. */
  private static final int BATCH = 256;

  private final int[][] spellings;

  SequenceScorer(PriceTokens tokens) {
    this.spellings = tokens.spellings();
  }

  List<WholeDollars> score(QuestionBatch batch) {
    List<WholeDollars> all = new ArrayList<>();
    for (int row = 0; row < batch.size(); row++) {
      all.add(score(batch, row));
    }
    return all;
  }

  private WholeDollars score(QuestionBatch batch, int row) {
    double[] chance = new double[spellings.length];
    Arrays.fill(chance, 1);
    int longest = Arrays.stream(spellings).mapToInt(s -> s.length).max().orElse(0);
    for (int depth = 0; depth < longest; depth++) {
      List<List<Integer>> groups = new ArrayList<>(alive(chance, depth).values());
      for (int from = 0; from < groups.size(); from += BATCH) {
        follow(
            batch, row, depth, groups.subList(from, Math.min(groups.size(), from + BATCH)), chance);
      }
    }
    return new WholeDollars(chance);
  }

  /** The prices whose answers go on at this depth, by the tokens so far. */
  private Map<String, List<Integer>> alive(double[] chance, int depth) {
    Map<String, List<Integer>> groups = new LinkedHashMap<>();
    for (int price = 0; price < spellings.length; price++) {
      if (spellings[price].length > depth) {
        if (chance[price] < FOLLOWED) {
          chance[price] = 0;
          continue;
        }
        String start = Arrays.toString(Arrays.copyOf(spellings[price], depth));
        groups.computeIfAbsent(start, s -> new ArrayList<>()).add(price);
      }
    }
    return groups;
  }

  private void follow(
      QuestionBatch batch, int row, int depth, List<List<Integer>> groups, double[] chance) {
    List<int[]> starts =
        groups.stream().map(g -> Arrays.copyOf(spellings[g.getFirst()], depth)).toList();
    float[] next = batch.chances(row, starts);
    int vocabulary = next.length / groups.size();
    for (int group = 0; group < groups.size(); group++) {
      for (int price : groups.get(group)) {
        chance[price] *= next[group * vocabulary + spellings[price][depth]];
      }
    }
  }
}
