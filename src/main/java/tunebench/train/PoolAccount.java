package tunebench.train;

import java.util.HashMap;
import java.util.Map;

/**
 * The fused pass's pool of activations, in numbers alone: what is taken and given back, and so what
 * it holds in the end, for it frees nothing.
 */
final class PoolAccount {
  private final long tokens;
  private final int width;
  private final Map<Key, long[]> arrays = new HashMap<>();

  private record Key(long columns, boolean few, int width) {}

  /**
   * Sets up.
   *
   * @param tokens rows of most arrays
   * @param width bytes of a number
   */
  PoolAccount(long tokens, int width) {
    this.tokens = tokens;
    this.width = width;
  }

  void take(long rows, long columns) {
    take(rows, columns, width);
  }

  void take(long rows, long columns, int bytes) {
    long[] count = count(rows, columns, bytes);
    count[0]++;
    count[1] = Math.max(count[1], count[0]);
  }

  void give(long rows, long columns) {
    give(rows, columns, width);
  }

  void give(long rows, long columns, int bytes) {
    count(rows, columns, bytes)[0]--;
  }

  /** Taken at the moment, the most at once, and bytes of one array. */
  private long[] count(long rows, long columns, int bytes) {
    boolean few = 4 * rows < tokens;
    long size = (few ? rows : tokens) * columns * bytes;
    return arrays.computeIfAbsent(new Key(columns, few, bytes), k -> new long[] {0, 0, size});
  }

  /** What the pool holds once a whole pass was run. */
  long bytes() {
    return arrays.values().stream().mapToLong(count -> count[1] * count[2]).sum();
  }
}
