package tunebench.data;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Finds texts that may be alike without comparing all with all (Broder, 1997; banding after Indyk
 * and Motwani, 1998). For each of many hash functions two sets have the same least element with the
 * probability of their similarity s; {@value #BANDS} bands of {@value #ROWS} functions agree in at
 * least one band with probability 1 - (1 - s^5)^32: 99.7 % at s = 0.7, 7 % at s = 0.3.
 */
final class MinHash {
  static final int BANDS = 32;
  static final int ROWS = 5;

  private final long[] factors;
  private final long[] shifts;

  MinHash(long seed) {
    var random = new SplittableRandom(seed);
    factors = random.longs(BANDS * ROWS).map(f -> f | 1).toArray();
    shifts = random.longs(BANDS * ROWS).toArray();
  }

  /** One key per band; texts that share any may be alike. */
  long[] bands(long[] shingles) {
    long[] least = new long[BANDS * ROWS];
    Arrays.fill(least, Long.MAX_VALUE);
    for (long shingle : shingles) {
      for (int h = 0; h < least.length; h++) {
        // The upper half of the product: its lower bits know too little of the factor.
        least[h] = Math.min(least[h], (shingle * factors[h] + shifts[h]) >>> 32);
      }
    }
    long[] keys = new long[BANDS];
    for (int h = 0; h < least.length; h++) {
      keys[h / ROWS] = Shingles.mix(keys[h / ROWS] ^ least[h]);
    }
    return keys;
  }
}
