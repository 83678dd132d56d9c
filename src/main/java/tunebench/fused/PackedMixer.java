package tunebench.fused;

import tunebench.tensor.Kernels;
import tunebench.tensor.Matrix;

/** Attention inside each packed row. */
record PackedMixer(Kernels kernels, Kernels.Packing packing) implements Mixer {
  @Override
  public void attend(int layer, Matrix qkv, Kernels.Sight sight, Kernels.Attended into) {
    kernels.attend(qkv, packing, sight, into.out(), into.logs());
  }

  @Override
  public void backward(
      Matrix qkv,
      Kernels.Attended forward,
      Matrix dOut,
      Kernels.Sight sight,
      Kernels.Turn turn,
      Matrix room,
      Matrix dQkv) {
    kernels.attendBackward(qkv, forward, dOut, packing, sight, turn, room, dQkv);
  }
}
