package tunebench.fused;

import java.util.List;
import tunebench.tensor.Kernels;
import tunebench.tensor.Matrix;

/** How the tokens of a pass attend: among themselves, or to cached ones, too. */
interface Mixer {
  /** Attention's output in a layer. */
  Kernels.Attended attend(int layer, Matrix qkv, Kernels.Sight sight);

  /** Gradients of queries, keys and values. */
  List<Matrix> backward(Matrix qkv, Kernels.Attended forward, Matrix dOut, Kernels.Sight sight);
}
