package tunebench.tensor.cpu;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import tunebench.tensor.Dtype;
import tunebench.tensor.Matrix;

/**
 * Work that takes each row by itself, put off until something needs all rows: then each thread
 * takes some rows through all of it, a few at a time, while they are in its cache. One by one, each
 * piece of work would wake the threads anew and fetch every row from memory.
 */
final class RowQueue {
  /** Rows at a time: so few that what is made of them stays in a core's own cache. */
  private static final int ROWS = 128;

  /** Fewer rows are not shared out, for each product reads its whole weight again. */
  private static final int FEWEST = 32;

  private static final int SHARES_EACH = 2;

  /** Numbers of a share, or passing it on costs more than it brings. */
  private static final long LEAST = 1 << 16;

  private static final int ALIGNMENT = 64;

  private final Mkl mkl;
  private final List<Work> works = new ArrayList<>();
  private final List<Matrix> written = new ArrayList<>();
  private final List<RowSum> sums = new ArrayList<>();
  private MemorySegment room = MemorySegment.NULL;
  private int count;
  private long columns;

  RowQueue(Mkl mkl) {
    this.mkl = mkl;
  }

  /** Something done with some rows. */
  interface Work {
    /**
     * Does rows from {@code from} to before {@code to}.
     *
     * @param share of the rows that these belong to
     */
    void run(int from, int to, int share);
  }

  /**
   * Puts off work.
   *
   * @param into what it writes, whose rows are those it reads
   * @param numbers about how many it takes up per row, or what takes as long
   */
  void add(Matrix into, long numbers, Work work) {
    begin(into.rows(), numbers);
    written.add(into);
    works.add(work);
  }

  /** Puts off a sum over rows. */
  void add(int rows, long numbers, RowSum sum) {
    needSum(sum.into());
    begin(rows, numbers);
    sums.add(sum);
    works.add(sum);
  }

  private void begin(int rows, long numbers) {
    if (rows != count) {
      settle();
      count = rows;
    }
    columns += numbers;
  }

  /** Makes sure that a matrix can be read as a whole. */
  void needWhole(Matrix m) {
    if (written.stream().anyMatch(w -> w.address() == m.address())) {
      settle();
    } else {
      needSum(m);
    }
  }

  /** Makes sure that a matrix holds no sum that is put off. */
  void needSum(Matrix m) {
    if (sums.stream().anyMatch(s -> s.into().address() == m.address())) {
      settle();
    }
  }

  /** Does all that was put off. */
  void settle() {
    if (works.isEmpty()) {
      return;
    }
    try {
      work();
    } finally {
      abandon();
    }
  }

  /** Forgets what was put off. */
  void abandon() {
    works.clear();
    written.clear();
    sums.clear();
    count = 0;
    columns = 0;
  }

  private void work() {
    int shares = shares();
    begin(shares);
    Team.rows(
        shares,
        (int) Math.min(Integer.MAX_VALUE, columns * count / shares),
        (from, to) ->
            mkl.alone(
                () -> {
                  for (int share = from; share < to; share++) {
                    run(share, border(share, shares), border(share + 1, shares));
                  }
                }));
    end(shares);
  }

  /** Adds the shares' sums. */
  private void end(int shares) {
    int rows = sums.stream().mapToInt(sum -> sum.into().rows()).sum();
    if (rows == 0 || shares == 1) {
      return;
    }
    long bytes = sums.stream().mapToLong(RowSum::bytes).sum() * shares;
    Team.rows(
        rows,
        (int) Math.min(Integer.MAX_VALUE, bytes / Dtype.FLOAT32.bytes() / rows),
        (from, to) -> {
          int first = 0;
          for (RowSum sum : sums) {
            int n = sum.into().rows();
            sum.end(Math.max(0, from - first), Math.min(n, to - first));
            first += n;
          }
        });
  }

  private void begin(int shares) {
    long bytes = shares == 1 ? 0 : sums.stream().mapToLong(RowSum::bytes).sum() * shares;
    if (room.byteSize() < bytes) {
      room = Arena.ofAuto().allocate(bytes, ALIGNMENT);
    }
    long at = 0;
    for (RowSum sum : sums) {
      long size = shares == 1 ? 0 : sum.bytes() * shares;
      sum.begin(shares, room.asSlice(at, size));
      at += size;
    }
  }

  private int shares() {
    long useful = Math.min(count / FEWEST, columns * count / LEAST);
    int threads = Team.members(useful, columns * count);
    // As many for each thread, or most wait for those that take one more.
    return threads > 1 && useful >= most(threads) ? most(threads) : threads;
  }

  /** Into how many shares so many threads part rows at most. */
  static int most(int threads) {
    return threads == 1 ? 1 : threads * SHARES_EACH;
  }

  private int border(int share, int shares) {
    return Math.toIntExact((long) count * share / shares);
  }

  private void run(int share, int from, int to) {
    int pieces = (to - from + ROWS - 1) / ROWS;
    for (int piece = 0; piece < pieces; piece++) {
      int begin = from + (to - from) * piece / pieces;
      int end = from + (to - from) * (piece + 1) / pieces;
      for (Work work : works) {
        work.run(begin, end, share);
      }
    }
  }
}
