package tunebench.tensor.cuda;

import tunebench.tensor.Kernels;
import tunebench.tensor.Kernels.Packing;
import tunebench.tensor.Kernels.Sight;
import tunebench.tensor.Matrix;
import tunebench.tensor.Scope;
import tunebench.tensor.Script;
import tunebench.tensor.Tensors;

/** Attention by libtorch's FlashAttention (Dao 2023), which takes packed rows. */
final class TorchFlash {
  private final Script script = Script.resource(TorchFlash.class, "flash.torch");

  void forward(Matrix qkv, Packing packing, Sight sight, Matrix out, Matrix logs) {
    try (Scope step = Scope.beside(out.base())) {
      script.call(
          step,
          "forward",
          Tensors.view(step, qkv),
          Tensors.view(step, out),
          Tensors.view(step, logs),
          packing.starts().base(),
          packing.longest(),
          sight.heads(),
          sight.keyValueHeads(),
          sight.headDim(),
          sight.scale(),
          left(sight));
    }
  }

  void backward(
      Matrix qkv,
      Kernels.Attended forward,
      Matrix dOut,
      Packing packing,
      Sight sight,
      Matrix dQkv) {
    try (Scope step = Scope.beside(dQkv.base())) {
      script.call(
          step,
          "backward",
          Tensors.view(step, dOut),
          Tensors.view(step, qkv),
          Tensors.view(step, forward.out()),
          Tensors.view(step, forward.logs()),
          Tensors.view(step, dQkv),
          packing.starts().base(),
          packing.longest(),
          sight.heads(),
          sight.keyValueHeads(),
          sight.headDim(),
          sight.scale(),
          left(sight));
    }
  }

  /** Keys before a query's own that it sees; -1 for all. */
  private static int left(Sight sight) {
    return sight.window() == 0 ? -1 : sight.window() - 1;
  }
}
