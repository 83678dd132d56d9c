package tunebench.fused;

import java.util.List;
import tunebench.tensor.Kernels;
import tunebench.tensor.Matrix;
import tunebench.tensor.Scope;

/** Attention inside each packed row. */
record PackedMixer(Kernels kernels, Scope scope, Kernels.Packing packing) implements Mixer {
  @Override
  public Kernels.Attended attend(int layer, Matrix qkv, Kernels.Sight sight) {
    return kernels.attend(scope, qkv, packing, sight);
  }

  @Override
  public List<Matrix> backward(
      Matrix qkv, Kernels.Attended forward, Matrix dOut, Kernels.Sight sight) {
    return kernels.attendBackward(scope, qkv, forward, dOut, packing, sight);
  }
}
