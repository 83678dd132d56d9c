package tunebench.fused;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tunebench.llama.Rope;
import tunebench.nn.RotaryEmbedding;
import tunebench.tensor.Dtype;
import tunebench.tensor.Kernels;
import tunebench.tensor.Matrix;
import tunebench.tensor.Scope;
import tunebench.tensor.Tensors;

/** The angles of one set of rotary frequencies, for as many positions as were asked for so far. */
final class AngleTable {
  private static final int LEAST = 256;

  private final Scope scope;
  private final Rope rope;
  private final int turning;
  private final Dtype compute;
  private Kernels.@Nullable Angles made;
  private int length;

  AngleTable(Scope scope, Rope rope, int turning, Dtype compute) {
    this.scope = scope;
    this.rope = rope;
    this.turning = turning;
    this.compute = compute;
  }

  /** The angles of the positions below {@code longest} at least. */
  Kernels.Angles upTo(int longest) {
    Kernels.Angles known = made;
    if (known != null && longest <= length) {
      return known;
    }
    if (known != null) {
      known.cosines().base().close();
      known.sines().base().close();
    }
    length = Math.max(LEAST, Integer.highestOneBit(Math.max(1, longest - 1)) * 2);
    long[] positions = new long[length];
    Arrays.setAll(positions, i -> i);
    RotaryEmbedding.Table table =
        RotaryEmbedding.table(rope.inverseFrequencies(turning), positions, rope.attentionFactor());
    Kernels.Angles angles = new Kernels.Angles(rounded(table.cos()), rounded(table.sin()));
    made = angles;
    return angles;
  }

  /** Angles as the compute dtype holds them: the reference rounds them, too. */
  private Matrix rounded(float[] values) {
    try (Scope step = scope.child()) {
      NDArray narrow = Tensors.cast(step, step.floats(values, length, turning), compute);
      return Matrix.of(Tensors.cast(scope, narrow, Dtype.FLOAT32));
    }
  }
}
