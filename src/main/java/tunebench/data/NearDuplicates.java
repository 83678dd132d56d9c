package tunebench.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * All pairs of texts that are nearly the same. Candidates come from {@link MinHash}; each is then
 * compared in full, so that no pair is reported by a chance of hashing.
 */
final class NearDuplicates {
  /** Fixed: the same texts always give the same pairs. */
  private static final long SEED = 42;

  /** Similarity from which on short texts, of up to {@link #SHORT} pieces, are nearly the same. */
  static final double LEAST = 0.7;

  /** The same for texts of {@link #LONG} pieces and more. */
  static final double LEAST_OF_LONG = 0.85;

  private static final int SHORT = 250;
  private static final int LONG = 1_000;

  private NearDuplicates() {}

  /** Two texts by their places in the list, and what share of their pieces they have in common. */
  record Pair(int first, int second, double similarity) {}

  /**
   * Tells of each pair at least once, the lower place first.
   *
   * @param texts no two the same
   */
  static void find(List<String> texts, Consumer<Pair> found) {
    var hash = new MinHash(SEED);
    long[][] bands = new long[texts.size()][];
    Arrays.setAll(bands, i -> hash.bands(Shingles.of(texts.get(i))));
    for (int band = 0; band < MinHash.BANDS; band++) {
      int column = band;
      int[] byKey =
          IntStream.range(0, texts.size())
              .boxed()
              .sorted(Comparator.comparingLong(i -> bands[i][column]))
              .mapToInt(Integer::intValue)
              .toArray();
      int from = 0;
      for (int to = 1; to <= byKey.length; to++) {
        if (to == byKey.length || bands[byKey[to]][band] != bands[byKey[from]][band]) {
          compare(texts, Arrays.copyOfRange(byKey, from, to), found);
          from = to;
        }
      }
    }
  }

  private static void compare(List<String> texts, int[] bucket, Consumer<Pair> found) {
    if (bucket.length < 2) {
      return;
    }
    List<long[]> shingles = new ArrayList<>();
    for (int place : bucket) {
      shingles.add(Shingles.of(texts.get(place)));
    }
    for (int i = 0; i < bucket.length; i++) {
      for (int j = i + 1; j < bucket.length; j++) {
        double similarity = Shingles.similarity(shingles.get(i), shingles.get(j));
        if (similarity >= least((shingles.get(i).length + shingles.get(j).length) / 2.0)) {
          found.accept(
              new Pair(Math.min(bucket[i], bucket[j]), Math.max(bucket[i], bucket[j]), similarity));
        }
      }
    }
  }

  /**
   * From which similarity on texts of so many pieces count as nearly the same. A changed word costs
   * about eleven pieces: a short text falls to 0.7 by three of them. Long texts share a maker's
   * boilerplate, and pass 0.7 by that alone though they sell different things.
   */
  static double least(double pieces) {
    double share = Math.clamp((pieces - SHORT) / (LONG - SHORT), 0.0, 1.0);
    return LEAST + share * (LEAST_OF_LONG - LEAST);
  }
}
