package tunebench.fused;

import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import tunebench.llama.LanguageModel;
import tunebench.llama.ModelConfig;
import tunebench.nn.GatedMlp;
import tunebench.nn.Projection;
import tunebench.quant.Int8Projection;
import tunebench.tensor.CpuUnits;
import tunebench.tensor.Dtype;
import tunebench.tensor.Torch;

/** Says why {@link BytePass} cannot run a model, so that the composed layers are taken instead. */
final class ByteObstacles {
  /** With more threads what oneDNN does between its own takes longer than it saves. */
  private static final int FEW = 4;

  private ByteObstacles() {}

  /** The first obstacle, as one sentence; nothing if there is none. */
  static Optional<String> of(LanguageModel model) {
    if (Torch.threads() > FEW) {
      return Optional.of("Many threads share the rows of dense weights' products better.");
    }
    ModelConfig config = model.config();
    if (config.family().fused()
        || config.family().isGemma()
        || config.family().normsQueriesAndKeys()
        || config.family().activation() != GatedMlp.Activation.SILU
        || config.attentionSoftCap() != 0) {
      return Optional.of("Layers of this family have further parts.");
    }
    if (config.heads().rotaryDim() != config.heads().headDim()) {
      return Optional.of("Heads turn in part.");
    }
    if (IntStream.range(0, config.layers()).anyMatch(i -> config.windowOf(i) != 0)) {
      return Optional.of("Attention has a window.");
    }
    if (model.compute() != Dtype.FLOAT32) {
      return Optional.of("The residual stream is in %s.".formatted(model.compute()));
    }
    for (Map.Entry<String, Projection> entry : model.parts().projections().entrySet()) {
      Optional<Int8Projection> base = ByteProjection.base(entry.getValue());
      if (base.isEmpty()
          || base.get().codes().getDevice().isGpu()
          || base.get().products() != Dtype.BFLOAT16) {
        return Optional.of(
            "%s is not held in 8 bits for fast products on a CPU.".formatted(entry.getKey()));
      }
    }
    return CpuUnits.byteProducts()
        ? Optional.empty()
        : Optional.of("oneDNN's product of bytes is not exact on this processor.");
  }
}
