package tunebench.train;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tunebench.tensor.Kernels;
import tunebench.tensor.Matrix;
import tunebench.tensor.Scope;
import tunebench.token.Batch;

/** A way to run a batch forward and backward. */
interface Pass {
  /** Every tensor that training updates, each once. */
  List<NDArray> trained();

  /** Their gradients, in the same order; there once a batch was run. */
  List<NDArray> gradients();

  /** Copies of what is trained that follow it, in the same order; empty if there are none. */
  List<Matrix> copies();

  /** Whether it computes in float16, whose smallest numbers gradients fall below. */
  boolean half();

  /** The kernels that it runs on; null where it runs on none. */
  @Nullable Kernels kernels();

  /**
   * Adds a batch's gradients to those gathered.
   *
   * @param scope owns what is returned
   * @param share weight of each labelled token: one over those of the whole update, times the
   *     loss's scale
   * @param seed of this batch's dropout
   * @param first whether this is the update's first batch
   * @return loss per labelled token, [labels] float32, on the device
   */
  NDArray run(Scope scope, Batch batch, double share, long seed, boolean first);
}
