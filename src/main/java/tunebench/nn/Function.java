package tunebench.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.List;
import tunebench.tensor.Scope;
import tunebench.tensor.Script;

/** A compiled method together with the tensors that it reads. */
public record Function(Script script, List<NDArray> frozen, List<NDArray> trainable) {
  /** Runs without recording gradients; results belong to {@code scope}. */
  public NDList call(Scope scope, NDArray... inputs) {
    return script.call(scope, "run", inputs, frozen, trainable);
  }

  /** Runs and records gradients with respect to tracked inputs and the trainable tensors. */
  public NDList record(Scope scope, NDArray... inputs) {
    return script.record(scope, "run", inputs, frozen, trainable);
  }
}
