package tunebench.fused;

import org.jspecify.annotations.Nullable;
import tunebench.tensor.Matrix;

/**
 * One projection of a group.
 *
 * @param bias [out], or null
 * @param lora its adapter, or null
 * @param from first column of its output
 */
record Member(Weight weight, @Nullable Matrix bias, @Nullable LoraPart lora, int from) {
  Matrix part(Matrix y) {
    return y.columns(from, weight.out());
  }
}
