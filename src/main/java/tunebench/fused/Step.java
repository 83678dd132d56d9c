package tunebench.fused;

import org.jspecify.annotations.Nullable;
import tunebench.tensor.Matrix;
import tunebench.tensor.Scope;

/**
 * What one batch's pass needs everywhere.
 *
 * @param scope owns what lives as long as the pass
 * @param mixer how tokens attend to each other
 * @param longest tokens of the longest row, cached ones included
 * @param positions of each token in its row, [tokens] int32
 * @param chosen tokens whose final hidden states are wanted, [n] int64
 * @param choice of each token its number among the chosen, or -1, [tokens] int32
 * @param count number of the chosen
 * @param seed of this batch's dropout
 * @param training whether adapters drop inputs
 * @param fresh whether gradients of adapters are set, not added to
 */
record Step(
    Scope scope,
    Mixer mixer,
    int longest,
    Matrix positions,
    Matrix chosen,
    @Nullable Matrix choice,
    int count,
    long seed,
    boolean training,
    boolean fresh) {

  /** Tokens in all. */
  int tokens() {
    return positions.columns();
  }

  /** The seed of one adapter's mask. */
  int mask(int adapter) {
    long mixed = (seed * 0x9E3779B97F4A7C15L) ^ (adapter * 0xC2B2AE3D27D4EB4FL);
    return (int) (mixed ^ mixed >>> 32);
  }
}
