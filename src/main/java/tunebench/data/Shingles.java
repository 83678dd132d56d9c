package tunebench.data;

import java.util.Arrays;

/**
 * The overlapping pieces of five characters that a text consists of, as numbers. Case, punctuation
 * and line breaks are left out first: they make no other product.
 */
final class Shingles {
  /** Characters in a piece. */
  private static final int LENGTH = 5;

  private Shingles() {}

  /** The distinct pieces, ascending; a shorter text is one piece; none if nothing is left. */
  static long[] of(String text) {
    int[] plain = plain(text);
    if (plain.length == 0) {
      return new long[0];
    }
    int pieces = Math.max(1, plain.length - LENGTH + 1);
    long[] hashes = new long[pieces];
    for (int start = 0; start < pieces; start++) {
      long hash = 0;
      for (int i = start; i < Math.min(start + LENGTH, plain.length); i++) {
        hash = mix(hash + plain[i]);
      }
      hashes[start] = hash;
    }
    return Arrays.stream(hashes).sorted().distinct().toArray();
  }

  /** What two sets share, of all that either has (Jaccard); 0 if both are empty. */
  static double similarity(long[] a, long[] b) {
    int shared = 0;
    int i = 0;
    int j = 0;
    while (i < a.length && j < b.length) {
      if (a[i] == b[j]) {
        shared++;
        i++;
        j++;
      } else if (a[i] < b[j]) {
        i++;
      } else {
        j++;
      }
    }
    int all = a.length + b.length - shared;
    return all == 0 ? 0 : (double) shared / all;
  }

  /** The finalizer of SplitMix64 (Steele, Lea and Flood, 2014): every bit changes about half. */
  static long mix(long value) {
    long z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** Letters and digits in lower case, everything between them one space. */
  private static int[] plain(String text) {
    int[] plain = new int[text.length() + 1];
    int length = 0;
    boolean gap = false;
    for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
      int c = text.codePointAt(at);
      if (!Character.isLetterOrDigit(c)) {
        gap = length > 0;
        continue;
      }
      if (gap) {
        plain[length++] = ' ';
        gap = false;
      }
      plain[length++] = Character.toLowerCase(c);
    }
    return Arrays.copyOf(plain, length);
  }
}
