package tunebench.fused;

import java.util.Arrays;
import java.util.List;
import tunebench.tensor.Kernels;
import tunebench.tensor.Matrix;
import tunebench.tensor.Scope;

/**
 * Rows behind each other without padding.
 *
 * @param ids tokens of all rows
 * @param bounds where each row begins, and the number of tokens behind the last
 * @param positions of each token in its row
 * @param chosen tokens whose final hidden states are wanted, ascending
 */
@SuppressWarnings("ArrayRecordComponent")
public record Packed(long[] ids, int[] bounds, int[] positions, long[] chosen) {

  /** Packs rows; {@code chosen} counts from the first token of the first row on. */
  public static Packed of(List<int[]> rows, long... chosen) {
    int[] bounds = new int[rows.size() + 1];
    for (int row = 0; row < rows.size(); row++) {
      bounds[row + 1] = bounds[row] + rows.get(row).length;
    }
    long[] ids = new long[bounds[rows.size()]];
    int[] positions = new int[ids.length];
    for (int row = 0; row < rows.size(); row++) {
      for (int i = 0; i < rows.get(row).length; i++) {
        ids[bounds[row] + i] = rows.get(row)[i];
        positions[bounds[row] + i] = i;
      }
    }
    return new Packed(ids, bounds, positions, chosen);
  }

  /** Packs rows whose last tokens' hidden states are wanted. */
  public static Packed asking(List<int[]> rows) {
    long[] last = new long[rows.size()];
    long at = -1;
    for (int row = 0; row < rows.size(); row++) {
      at += rows.get(row).length;
      last[row] = at;
    }
    return of(rows, last);
  }

  /** Tokens of the longest row. */
  int longest() {
    int longest = 0;
    for (int row = 0; row + 1 < bounds.length; row++) {
      longest = Math.max(longest, bounds[row + 1] - bounds[row]);
    }
    return longest;
  }

  /** Tokens at given positions, all of whose hidden states are wanted. */
  static Packed all(long[] ids, int... positions) {
    long[] chosen = new long[ids.length];
    Arrays.setAll(chosen, i -> i);
    return new Packed(ids, new int[] {0, ids.length}, positions, chosen);
  }

  Step step(Kernels kernels, Scope scope, PassMode mode) {
    Kernels.Packing packing =
        new Kernels.Packing(Matrix.flat(scope.ints(bounds, bounds.length)), longest(), bounds);
    return step(scope, new PackedMixer(kernels, packing), longest(), mode);
  }

  /** A pass without gradient in which tokens attend in their own way. */
  Step step(Scope scope, Mixer mixer, int longest) {
    return step(scope, mixer, longest, PassMode.still());
  }

  private Step step(Scope scope, Mixer mixer, int longest, PassMode mode) {
    int[] choice = new int[ids.length];
    Arrays.fill(choice, -1);
    for (int i = 0; i < chosen.length; i++) {
      choice[Math.toIntExact(chosen[i])] = i;
    }
    return new Step(
        scope,
        mixer,
        longest,
        Matrix.flat(scope.ints(positions, positions.length)),
        Matrix.flat(scope.longs(chosen, chosen.length)),
        Matrix.flat(scope.ints(choice, choice.length)),
        chosen.length,
        mode.seed(),
        mode.training(),
        mode.fresh());
  }
}
