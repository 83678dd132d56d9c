package tunebench.fused;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
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
 * made dense beside it.
 */
final class DenseRoom implements AutoCloseable {
  /** Places. */
  static final int PLACES = 2;

  private static final int NONE = -1;

  private final Scope scope;
  private final Kernels.Line line;
  private final List<NDArray> memory = new ArrayList<>();
  private final List<Map<Long, Matrix>> shapes = new ArrayList<>();
  private List<Need> expected = List.of();
  private List<Need> past = new ArrayList<>();
  private final int[] held = {NONE, NONE};
  private boolean pending;

  /**
   * A dense weight.
   *
   * @param key tells it from all others of the model
   * @param place where it is made
   * @param fill makes it
   */
  record Need(int key, int place, int rows, int columns, Consumer<Matrix> fill) {}

  /**
   * Sets up.
   *
   * @param sizes numbers of the largest weight of each place
   */
  DenseRoom(Scope scope, Dtype dtype, Kernels.Line line, long... sizes) {
    this.scope = scope;
    this.line = line;
    for (long size : sizes) {
      memory.add(Tensors.empty(scope, dtype, 1, Math.max(1, size)));
      shapes.add(new HashMap<>());
    }
  }

  /** Begins a pass. */
  void begin() {
    settle();
    expected = past;
    past = new ArrayList<>();
    // Adapters have learned since.
    Arrays.fill(held, NONE);
  }

  /** A weight made dense; it is there until the one after the next is asked for. */
  Matrix get(Need need) {
    int at = past.size();
    if (at < expected.size() && expected.get(at).key != need.key) {
      // This pass goes another way.
      expected = List.of();
    }
    settle();
    Matrix whole = shaped(need.place, need.rows, need.columns);
    if (held[need.place] != need.key) {
      need.fill.accept(whole);
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
      line.start(() -> next.fill.accept(whole));
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
