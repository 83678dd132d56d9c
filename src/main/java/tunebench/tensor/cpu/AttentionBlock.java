package tunebench.tensor.cpu;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import tunebench.tensor.Dtype;
import tunebench.tensor.Matrix;

/**
 * The queries of one head over the keys of one row, some queries at a time. Scores lie with a row
 * for each key, and several rows are taken at once: what is summed over keys is then summed for
 * many numbers at once, of which the compiler makes vectors.
 */
final class AttentionBlock {
  /** Queries at a time: so few that little is computed of what causality hides. */
  private static final int QUERIES = 64;

  /** Keys at a time. */
  private static final int KEYS = 8;

  private static final int PAIRS = QUERIES * KEYS;

  /** Of what is not seen; its exponential is 1e-35 of the largest. */
  private static final float HIDDEN = -1e30f;

  private static final int ALIGNMENT = 64;
  private static final int ROOMS = 2;
  private static final ThreadLocal<Room> ROOM = new ThreadLocal<>();

  private final Mkl mkl;
  private final int window;
  private final float scale;
  private final int n;
  private final Room room;

  /** A thread's memory for scores and their gradients, [keys, queries]. */
  private record Room(int keys, Rows scores, Rows changes) {
    static Room of(int keys) {
      Room known = ROOM.get();
      if (known == null || known.keys < keys) {
        known = new Room(keys, rows(keys), rows(keys));
        ROOM.set(known);
      }
      return known;
    }

    private static Rows rows(int keys) {
      MemorySegment memory = Arena.ofAuto().allocate(bytes(keys) / ROOMS, ALIGNMENT);
      return new Rows(memory, Dtype.FLOAT32, groups(keys), PAIRS, PAIRS, 0);
    }
  }

  private static int groups(int keys) {
    return (keys + KEYS - 1) / KEYS;
  }

  /** Bytes of a thread's memory for rows of so many tokens. */
  static long bytes(int keys) {
    return (long) ROOMS * PAIRS * groups(keys) * Dtype.FLOAT32.bytes();
  }

  /** Some queries, and the keys that any of them sees. */
  private record Span(int from, int count, int first, int keys) {}

  /**
   * Sets up.
   *
   * @param window how many keys a query sees, 0 for all before it
   * @param scale factor on scores
   * @param n tokens of the row
   */
  AttentionBlock(Mkl mkl, int window, double scale, int n) {
    this.mkl = mkl;
    this.window = window;
    this.scale = (float) scale;
    this.n = n;
    this.room = Room.of(n);
  }

  private Span span(int from) {
    int count = Math.min(QUERIES, n - from);
    int first = window == 0 ? 0 : Math.max(0, from - window + 1);
    return new Span(from, count, first, from + count - first);
  }

  /** Hides the scores of pairs that do not see each other, and those behind the last key. */
  private void hide(Span at, int group, float[] x) {
    boolean behindAll = (group + 1) * KEYS <= at.from - at.first;
    if (behindAll && window == 0) {
      return;
    }
    for (int i = 0; i < KEYS; i++) {
      int key = group * KEYS + i;
      int first = key < at.keys ? Math.max(0, at.first + key - at.from) : QUERIES;
      int end = window == 0 ? QUERIES : Math.min(QUERIES, at.first + key + window - at.from);
      int row = i * QUERIES;
      Arrays.fill(x, row, row + first, HIDDEN);
      if (end < QUERIES) {
        Arrays.fill(x, row + Math.max(0, end), row + QUERIES, HIDDEN);
      }
    }
  }

  private static Mkl.Operand of(Matrix m, boolean transposed) {
    return new Mkl.Operand(m.pointer(), m.stride(), transposed);
  }

  private static Mkl.Operand of(Rows rows, boolean transposed) {
    return new Mkl.Operand(rows.memory().address(), QUERIES, transposed);
  }

  /** into = factor * keys queries^T. */
  private void pairs(Span at, float factor, Matrix keys, Matrix queries, Rows into) {
    mkl.single(
        at.keys,
        at.count,
        keys.columns(),
        factor,
        of(keys.rows(at.first, at.keys), false),
        of(queries.rows(at.from, at.count), true),
        0,
        of(into, false));
  }

  /** Of the span's queries: out = factor * pairs^T keys. */
  private void mix(Span at, float factor, Rows pairs, Matrix keys, Matrix out) {
    mkl.single(
        at.count,
        keys.columns(),
        at.keys,
        factor,
        of(pairs, true),
        of(keys.rows(at.first, at.keys), false),
        0,
        of(out.rows(at.from, at.count), false));
  }

  /** Of the span's keys: out += factor * pairs queries. */
  private void addKeys(Span at, float factor, Rows pairs, Matrix queries, Matrix out) {
    mkl.single(
        at.keys,
        queries.columns(),
        at.count,
        factor,
        of(pairs, false),
        of(queries.rows(at.from, at.count), false),
        1,
        of(out.rows(at.first, at.keys), false));
  }

  /**
   * out = softmax(scale * q k^T) v.
   *
   * @param q [n, headDim], and so k and v
   * @param logs [n], gets the logarithms of the sums of exponentials
   */
  void forward(Matrix q, Matrix k, Matrix v, Matrix out, Rows logs) {
    float[] most = new float[PAIRS];
    float[] sums = new float[PAIRS];
    for (int from = 0; from < n; from += QUERIES) {
      Span at = span(from);
      pairs(at, scale, k, q, room.scores);
      weigh(at, most, sums);
      mix(at, 1, room.scores, v, out);
      Scratch s = Scratch.of(out.columns());
      Rows rows = Rows.of(out.rows(from, at.count));
      for (int i = 0; i < at.count; i++) {
        rows.read(i, s.x, s);
        Vectors.scale(s.x, 1 / sums[i], out.columns());
        rows.write(i, s.x, s);
        s.y[0] = most[i] + (float) Math.log(sums[i]);
        logs.write(from + i, s.y, s);
      }
    }
  }

  /** Weights that are not yet divided by their sums. */
  private void weigh(Span at, float[] most, float[] sums) {
    Arrays.fill(most, HIDDEN);
    Arrays.fill(sums, 0);
    Scratch s = Scratch.of(PAIRS);
    for (int group = 0; group < groups(at.keys); group++) {
      room.scores.read(group, s.x, s);
      hide(at, group, s.x);
      Vectors.larger(s.x, most, PAIRS);
    }
    for (int i = QUERIES; i < PAIRS; i++) {
      most[i % QUERIES] = Math.max(most[i % QUERIES], most[i]);
    }
    repeat(most);
    for (int group = 0; group < groups(at.keys); group++) {
      room.scores.read(group, s.x, s);
      hide(at, group, s.x);
      Vectors.exp(s.x, most, PAIRS);
      Vectors.add(s.x, sums, PAIRS);
      room.scores.write(group, s.x, s);
    }
    for (int i = QUERIES; i < PAIRS; i++) {
      sums[i % QUERIES] += sums[i];
    }
  }

  /** Gives each key's queries the numbers of the first one's. */
  private static void repeat(float[] ofQueries) {
    for (int key = 1; key < KEYS; key++) {
      System.arraycopy(ofQueries, 0, ofQueries, key * QUERIES, QUERIES);
    }
  }

  /** What the gradient of a head needs. */
  record Inputs(Matrix q, Matrix k, Matrix v, Matrix dOut, Rows logs) {}

  /** Where it goes: dq is set, the others, which heads share, are added to. */
  record Gradients(Matrix dq, Matrix dk, Matrix dv) {}

  /**
   * The gradient.
   *
   * @param inner of each query, the product of the output and its gradient
   */
  void backward(Inputs in, float[] inner, Gradients into) {
    for (int from = 0; from < n; from += QUERIES) {
      Span at = span(from);
      pairs(at, scale, in.k, in.q, room.scores);
      pairs(at, 1, in.v, in.dOut, room.changes);
      differentiate(at, in.logs, inner);
      addKeys(at, 1, room.scores, in.dOut, into.dv);
      addKeys(at, scale, room.changes, in.q, into.dk);
      mix(at, scale, room.changes, in.k, into.dq);
    }
  }

  /** Makes weights of scores, and scores' gradients of the weights'. */
  private void differentiate(Span at, Rows logs, float[] inner) {
    Scratch s = Scratch.of(PAIRS);
    float[] shift = new float[PAIRS];
    float[] sums = new float[PAIRS];
    for (int i = 0; i < at.count; i++) {
      logs.read(at.from + i, s.x, s);
      shift[i] = s.x[0];
      sums[i] = inner[at.from + i];
    }
    repeat(shift);
    repeat(sums);
    for (int group = 0; group < groups(at.keys); group++) {
      room.scores.read(group, s.x, s);
      hide(at, group, s.x);
      Vectors.exp(s.x, shift, PAIRS);
      room.scores.write(group, s.x, s);
      room.changes.read(group, s.y, s);
      Vectors.change(s.x, s.y, sums, PAIRS);
      room.changes.write(group, s.y, s);
    }
  }
}
