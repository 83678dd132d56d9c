package tunebench.fused;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import tunebench.tensor.Dtype;
import tunebench.tensor.Kernels;
import tunebench.tensor.Matrix;
import tunebench.tensor.Scope;
import tunebench.tensor.Tensors;

/**
 * Two places in memory for dense weights, which neighbouring groups take in turns. A pass asks for
 * the same weights in the same order as the pass before it, so while one is multiplied, the next is
 * made dense beside it. Or, of a small model, a place for each.
 */
final class DenseRoom implements AutoCloseable {
  /** Places. */
  static final int PLACES = 2;

  /** Bytes of a model's dense weights up to which they may have a place each. */
  private static final long SMALL = 64 << 20;

  /** A weight is asked for in two shapes, with the adapters' b and with their a. */
  private static final int SHAPES = 2;

  private static final int NONE = -1;

  private final Scope scope;
  private final Kernels.Line line;
  private final List<NDArray> memory = new ArrayList<>();
  private final List<Map<Long, Matrix>> shapes = new ArrayList<>();
  private List<Need> expected = List.of();
  private List<Need> past = new ArrayList<>();
  private final int[] held = {NONE, NONE};
  private final Dtype dtype;
  private final boolean each;
  private final Map<Integer, Held> lasting = new LinkedHashMap<>();
  private boolean pending;

  /**
   * A dense weight.
   *
   * @param key tells it from all others of the model
   * @param place where it is made
   * @param fill makes it
   * @param adapt then adds what adapters have learned
   */
  record Need(
      int key, int place, int rows, int columns, Consumer<Matrix> fill, Consumer<Matrix> adapt) {
    void make(Matrix whole) {
      fill.accept(whole);
      adapt.accept(whole);
    }
  }

  /** Whether so many weights are few enough for a place each. */
  static boolean holds(long numbers, Dtype dtype) {
    return SHAPES * numbers * dtype.bytes() <= SMALL;
  }

  /**
   * Sets up.
   *
   * @param each whether each weight has a place of its own, where it stays
   * @param sizes numbers of the largest weight of each of the two places
   */
  DenseRoom(Scope scope, Dtype dtype, Kernels.Line line, boolean each, long... sizes) {
    this.scope = scope;
    this.dtype = dtype;
    this.line = line;
    this.each = each;
    for (long size : sizes) {
      memory.add(Tensors.empty(scope, dtype, 1, Math.max(1, size)));
      shapes.add(new HashMap<>());
    }
  }

  /** Of what is made dense. */
  Dtype dtype() {
    return dtype;
  }

  /** Begins a pass. */
  void begin() {
    settle();
    expected = past;
    past = new ArrayList<>();
    // Adapters have learned since.
    Arrays.fill(held, NONE);
    lasting.values().forEach(Held::adapt);
  }

  /** A weight made dense; it is there until the one after the next is asked for. */
  Matrix get(Need need) {
    return each ? lasting(need) : passing(need);
  }

  /** A weight that stays; what adapters have learned is added at the beginning of each pass. */
  private record Held(Need need, Matrix whole) {
    void adapt() {
      need.adapt.accept(whole);
    }
  }

  private Matrix lasting(Need need) {
    Held known = lasting.get(need.key);
    if (known == null) {
      known =
          new Held(need, Matrix.of(Tensors.empty(scope, dtype, need.rows, need.columns), dtype));
      need.make(known.whole);
      lasting.put(need.key, known);
    }
    return known.whole;
  }

  private Matrix passing(Need need) {
    int at = past.size();
    if (at < expected.size() && expected.get(at).key != need.key) {
      // This pass goes another way.
      expected = List.of();
    }
    settle();
    Matrix whole = shaped(need.place, need.rows, need.columns);
    if (held[need.place] != need.key) {
      need.make(whole);
      held[need.place] = need.key;
    }
    past.add(need);
    if (at + 1 < expected.size()) {
      start(expected.get(at + 1), need.place);
    }
    return whole;
  }

  private void start(Need next, int busy) {
    if (next.place != busy && held[next.place] != next.key) {
      Matrix whole = shaped(next.place, next.rows, next.columns);
      line.start(() -> next.make(whole));
      held[next.place] = next.key;
      pending = true;
    }
  }

  private void settle() {
    if (pending) {
      line.join();
      pending = false;
    }
  }

  /** The first place as a matrix of a shape, for what is in no order. */
  Matrix shaped(int rows, int columns) {
    settle();
    held[0] = NONE;
    return shaped(0, rows, columns);
  }

  private Matrix shaped(int place, int rows, int columns) {
    return shapes
        .get(place)
        .computeIfAbsent(
            (long) rows << 32 | columns,
            key -> Matrix.of(Tensors.reshaped(scope, memory.get(place), rows, columns)));
  }

  @Override
  public void close() {
    settle();
    line.close();
  }
}
