package tunebench.nn;

import ai.djl.ndarray.NDArray;
import org.jspecify.annotations.Nullable;
import tunebench.tensor.Dtype;

/** A linear map y = x W^T (+ bias), however W is stored. */
public interface Projection {
  /** Size of the last axis of x. */
  int inFeatures();

  /** Size of the last axis of y. */
  int outFeatures();

  /** What is added to x W^T, [outFeatures] in the compute dtype, or null. */
  @Nullable NDArray bias();

  /**
   * Emits the map.
   *
   * @param x name of a tensor [..., inFeatures]
   * @return name of a tensor [..., outFeatures]
   */
  String emit(Code code, String x);

  /**
   * The dtype of the product where that is another than the stream's, else null. Inputs of {@link
   * #emit} may then come in it.
   */
  default @Nullable Dtype product() {
    return null;
  }

  /** Emits the map with its output in the dtype of the product. */
  default String emitProduct(Code code, String x) {
    return emit(code, x);
  }

  /** Emits the dense weight [outFeatures, inFeatures] in the compute dtype. */
  String emitWeight(Code code);
}
