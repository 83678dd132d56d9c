package tunebench.fused;

import tunebench.tensor.Kernels;
import tunebench.tensor.Matrix;

/** How the tokens of a pass attend: among themselves, or to cached ones, too. */
interface Mixer {
  /**
   * Attention in a layer.
   *
   * @param into written
   */
  void attend(int layer, Matrix qkv, Kernels.Sight sight, Kernels.Attended into);

  /**
   * The gradient of queries, keys and values.
   *
   * @param room [tokens, heads] float32 for its own use
   * @param dQkv written
   */
  void backward(
      Matrix qkv,
      Kernels.Attended forward,
      Matrix dOut,
      Kernels.Sight sight,
      Kernels.Turn turn,
      Matrix room,
      Matrix dQkv);
}
