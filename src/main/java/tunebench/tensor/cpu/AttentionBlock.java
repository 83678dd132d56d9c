package tunebench.tensor.cpu;

import java.lang.foreign.Arena;
import java.util.Arrays;
import tunebench.tensor.Dtype;
import tunebench.tensor.Matrix;

/** The queries of one head over the keys of one row, some queries at a time. */
final class AttentionBlock {
  /** Queries at a time: so few that little is computed of what causality hides. */
  private static final int QUERIES = 64;

  private static final int ALIGNMENT = 64;
  private static final ThreadLocal<Room> ROOM = new ThreadLocal<>();

  private final Mkl mkl;
  private final int window;
  private final float scale;
  private final int n;
  private final Room room;

  /** A thread's memory for scores and their gradients, [queries, keys] in float32. */
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
      long bytes = bytes(keys) / 2;
      return new Rows(
          Arena.ofAuto().allocate(bytes, ALIGNMENT), Dtype.FLOAT32, QUERIES, keys, keys, 0);
    }
  }

  /** Bytes of a thread's memory for rows of so many tokens. */
  static long bytes(int keys) {
    return 2L * QUERIES * keys * Dtype.FLOAT32.bytes();
  }

  /** A head's queries and some of its keys. */
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

  private int firstKey(int query) {
    return window == 0 ? 0 : Math.max(0, query - window + 1);
  }

  private Span span(int from) {
    int count = Math.min(QUERIES, n - from);
    int first = firstKey(from);
    return new Span(from, count, first, from + count - first);
  }

  /** A factor of a product. */
  private static Mkl.Operand of(Matrix m, boolean transposed) {
    return new Mkl.Operand(m.pointer(), m.stride(), transposed);
  }

  private static Mkl.Operand of(Rows rows, boolean transposed) {
    return new Mkl.Operand(rows.memory().address(), rows.stride(), transposed);
  }

  /** into = factor * a b^T of some queries and keys. */
  private void pairs(Span at, float factor, Matrix a, Matrix b, Rows into) {
    mkl.single(
        at.count,
        at.keys,
        a.columns(),
        factor,
        of(a.rows(at.from, at.count), false),
        of(b.rows(at.first, at.keys), true),
        0,
        of(into, false));
  }

  /** out = factor * weights times keys or values, for some queries. */
  private void mix(Span at, float factor, Rows weights, Matrix keys, Matrix out) {
    mkl.single(
        at.count,
        keys.columns(),
        at.keys,
        factor,
        of(weights, false),
        of(keys.rows(at.first, at.keys), false),
        0,
        of(out.rows(at.from, at.count), false));
  }

  /** out += factor * transposed weights times queries, for some keys. */
  private void addKeys(Span at, float factor, Rows weights, Matrix queries, Matrix out) {
    mkl.single(
        at.keys,
        queries.columns(),
        at.count,
        factor,
        of(weights, true),
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
    for (int from = 0; from < n; from += QUERIES) {
      Span at = span(from);
      pairs(at, scale, q, k, room.scores);
      Rows scores = room.scores.part(0, at.keys);
      Scratch s = Scratch.of(room.keys);
      for (int i = 0; i < at.count; i++) {
        scores.read(i, s.x, s);
        int low = firstKey(from + i) - at.first;
        int high = from + i + 1 - at.first;
        float most = Vectors.most(s.x, low, high);
        Vectors.exp(s.x, most, low, high);
        float sum = Vectors.sum(s.x, low, high);
        Vectors.scale(s.x, 1 / sum, high);
        hide(s.x, low, high, at.keys);
        scores.write(i, s.x, s);
        s.y[0] = most + (float) Math.log(sum);
        logs.write(from + i, s.y, s);
      }
      mix(at, 1, room.scores, v, out);
    }
  }

  private static void hide(float[] x, int low, int high, int keys) {
    Arrays.fill(x, 0, low, 0);
    Arrays.fill(x, high, keys, 0);
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
      pairs(at, scale, in.q, in.k, room.scores);
      pairs(at, 1, in.dOut, in.v, room.changes);
      differentiate(at, in.logs, inner);
      addKeys(at, 1, room.scores, in.dOut, into.dv);
      addKeys(at, scale, room.changes, in.q, into.dk);
      mix(at, scale, room.changes, in.k, into.dq);
    }
  }

  /** Turns scores into weights, and the weights' gradients into those of scores. */
  private void differentiate(Span at, Rows logs, float[] inner) {
    Rows scores = room.scores.part(0, at.keys);
    Rows changes = room.changes.part(0, at.keys);
    Scratch s = Scratch.of(room.keys);
    for (int i = 0; i < at.count; i++) {
      int low = firstKey(at.from + i) - at.first;
      int high = at.from + i + 1 - at.first;
      logs.read(at.from + i, s.z, s);
      scores.read(i, s.x, s);
      Vectors.exp(s.x, s.z[0], low, high);
      hide(s.x, low, high, at.keys);
      scores.write(i, s.x, s);
      changes.read(i, s.y, s);
      Vectors.change(s.x, s.y, inner[at.from + i], at.keys);
      changes.write(i, s.y, s);
    }
  }
}
