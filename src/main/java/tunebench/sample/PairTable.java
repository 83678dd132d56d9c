package tunebench.sample;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How often each pair of neighbouring tokens occurs, kept up to date merge by merge. Only words
 * that hold the merged pair are visited; the queue may hold outdated counts, which are put right
 * when they surface.
 */
final class PairTable {
  private final List<Word> words;
  private final Map<Long, Long> counts = new HashMap<>();
  private final Map<Long, List<Word>> holders = new HashMap<>();
  private final PriorityQueue<Pair> queue = new PriorityQueue<>();

  PairTable(List<Word> words) {
    this.words = words;
    for (Word word : this.words) {
      for (int i = 0; i + 1 < word.length(); i++) {
        add(key(word.token(i), word.token(i + 1)), word, word.count());
      }
    }
    counts.forEach((key, count) -> queue.add(new Pair(key, count)));
  }

  /** Two tokens in a row; the most frequent comes first, among equals the lowest numbers. */
  record Pair(long key, long count) implements Comparable<Pair> {
    int left() {
      return (int) (key >>> 32);
    }

    int right() {
      return (int) key;
    }

    @Override
    public int compareTo(Pair other) {
      int byCount = Long.compare(other.count, count);
      return byCount != 0 ? byCount : Long.compare(key, other.key);
    }
  }

  /** The most frequent pair, or null when there are no pairs. */
  @Nullable Pair mostFrequent() {
    while (!queue.isEmpty()) {
      Pair pair = queue.remove();
      long count = counts.getOrDefault(pair.key, 0L);
      if (count == pair.count) {
        return pair;
      }
      if (count > 0 && count < pair.count) {
        queue.add(new Pair(pair.key, count));
      }
    }
    return null;
  }

  /** Merges the pair everywhere. */
  void merge(Pair pair, int merged) {
    Set<Long> grown = new LinkedHashSet<>();
    for (Word word : holders.getOrDefault(pair.key, List.of())) {
      word.merge(
          pair.left(),
          pair.right(),
          merged,
          (left, right, by) -> {
            long key = key(left, right);
            add(key, word, by);
            if (by > 0) {
              grown.add(key);
            }
          });
    }
    counts.remove(pair.key);
    holders.remove(pair.key);
    for (long key : grown) {
      long count = counts.getOrDefault(key, 0L);
      if (count > 0) {
        queue.add(new Pair(key, count));
      }
    }
  }

  private void add(long key, Word word, long by) {
    counts.merge(key, by, Long::sum);
    if (by > 0) {
      List<Word> holding = holders.computeIfAbsent(key, k -> new ArrayList<>());
      if (holding.isEmpty() || holding.getLast() != word) {
        holding.add(word);
      }
    }
  }

  private static long key(int left, int right) {
    return ((long) left << 32) | right;
  }
}
