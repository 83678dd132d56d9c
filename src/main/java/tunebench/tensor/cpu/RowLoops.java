package tunebench.tensor.cpu;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import tunebench.tensor.Masks;
import tunebench.tensor.Matrix;

/** Moves and sums of rows. */
final class RowLoops {
  private static final int FIRST = 0x9E3779B1;
  private static final int SECOND = 0x85EBCA6B;
  private static final int THIRD = 0xC2B2AE35;

  private RowLoops() {}

  /** y = x. */
  static void copy(Rows x, Rows y, int from, int to) {
    Scratch s = Scratch.of(y.columns());
    for (int row = from; row < to; row++) {
      x.copy(row, y, row, s);
    }
  }

  /** y += x, whose only row is added to each where it has but one. */
  static void add(Rows x, Rows y, int from, int to) {
    int n = y.columns();
    int step = x.count() == 1 ? 0 : 1;
    Scratch s = Scratch.of(n);
    for (int row = from; row < to; row++) {
      x.read(row * step, s.x, s);
      y.read(row, s.y, s);
      Vectors.add(s.x, s.y, n);
      y.write(row, s.y, s);
    }
  }

  /** y = 0. */
  static void clear(Rows y) {
    Scratch s = Scratch.of(y.columns());
    Arrays.fill(s.x, 0, y.columns(), 0);
    for (int row = 0; row < y.count(); row++) {
      y.write(row, s.x, s);
    }
  }

  /** Of each row, the sum of x times y. */
  static void products(Rows x, Rows y, float[] into) {
    int n = x.columns();
    Scratch s = Scratch.of(n);
    for (int row = 0; row < x.count(); row++) {
      x.read(row, s.x, s);
      y.read(row, s.y, s);
      into[row] = Vectors.products(s.x, s.y, 0, n);
    }
  }

  /** y's row i = x's row rows[i]. */
  static void gather(Rows x, Matrix rows, Rows y, int from, int to) {
    MemorySegment numbers = Rows.of(rows).memory();
    Scratch s = Scratch.of(y.columns());
    for (int row = from; row < to; row++) {
      long origin = numbers.get(ValueLayout.JAVA_LONG_UNALIGNED, (long) row * Long.BYTES);
      x.copy(Math.toIntExact(origin), y, row, s);
    }
  }

  /** y's row i = x's row origins[i], or zeros where that is negative. */
  static void scatter(Rows x, Matrix origins, Rows y, int from, int to) {
    MemorySegment numbers = Rows.of(origins).memory();
    Scratch s = Scratch.of(y.columns());
    for (int row = from; row < to; row++) {
      int origin = numbers.get(ValueLayout.JAVA_INT_UNALIGNED, (long) row * Integer.BYTES);
      if (origin < 0) {
        Arrays.fill(s.x, 0, y.columns(), 0);
        y.write(row, s.x, s);
      } else {
        x.copy(origin, y, row, s);
      }
    }
  }

  /**
   * y = x with some numbers dropped and the others scaled, or y += that. A number is dropped where
   * a hash of the seed and its place is below the limit.
   *
   * @param share of the numbers that are dropped
   */
  static void dropout(Rows x, int seed, double share, Rows y, boolean add, int from, int to) {
    int n = y.columns();
    int limit = (int) Masks.limit(share);
    float factor = (float) (1 / (1 - share));
    Scratch s = Scratch.of(n);
    for (int row = from; row < to; row++) {
      x.read(row, s.x, s);
      hash(row * n, seed, s.bits, n);
      keep(s.bits, limit, factor, s.x, n);
      if (add) {
        y.read(row, s.y, s);
        Vectors.add(s.y, s.x, n);
      }
      y.write(row, s.x, s);
    }
  }

  /** MurmurHash3's last steps over numbers that count from {@code first}. */
  private static void hash(int first, int seed, int[] hashes, int n) {
    for (int i = 0; i < n; i++) {
      int h = ((first + i) * FIRST) ^ seed;
      h = (h ^ (h >>> 16)) * SECOND;
      h = (h ^ (h >>> 13)) * THIRD;
      hashes[i] = h ^ (h >>> 16);
    }
  }

  private static void keep(int[] hashes, int limit, float factor, float[] x, int n) {
    for (int i = 0; i < n; i++) {
      int h = hashes[i];
      // The borrow of h - limit, as unsigned numbers: 1 where h is the smaller.
      int borrow = ((~h & limit) | ((~h | limit) & (h - limit))) >>> 31;
      x[i] = x[i] * factor * (1 - borrow);
    }
  }
}
