package tunebench.lora;

import ai.djl.ndarray.NDArray;
import org.jspecify.annotations.Nullable;
import tunebench.nn.Code;
import tunebench.nn.Projection;

/** A projection with an adapter's update beside its weight. */
sealed interface AdaptedProjection extends Projection permits LoraProjection, DoraProjection {
  /** The projection without the update. */
  Projection base();

  /**
   * Emits the update.
   *
   * @param x name of a tensor [..., inFeatures]
   * @param y name of base(x) [..., outFeatures]
   * @return name of the adapted output, in y's shape and dtype
   */
  String emitOnto(Code code, String x, String y);

  @Override
  default String emit(Code code, String x) {
    return emitOnto(code, x, base().emit(code, x));
  }

  @Override
  default int inFeatures() {
    return base().inFeatures();
  }

  @Override
  default int outFeatures() {
    return base().outFeatures();
  }

  @Override
  default @Nullable NDArray bias() {
    return base().bias();
  }
}
