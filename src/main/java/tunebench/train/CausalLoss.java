package tunebench.train;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import tunebench.llama.LanguageModel;
import tunebench.nn.Code;
import tunebench.nn.Function;
import tunebench.tensor.Gradients;
import tunebench.tensor.Scope;
import tunebench.tensor.Tensors;

/**
 * Cross-entropy of the labelled tokens alone: final norm, output layer and softmax never see
 * another position. The mean is taken over all labelled tokens of an update, so gradient
 * accumulation changes nothing.
 */
final class CausalLoss {
  private final Function losses;

  CausalLoss(LanguageModel model) {
    Code code = new Code(false);
    String logits = model.emitLogits(code, code.input(0));
    this.losses =
        code.finish(
            code.let(
                "torch.cross_entropy_loss(%s, %s, None, 0, -100, 0.0)"
                    .formatted(logits, code.input(1))));
  }

  Function function() {
    return losses;
  }

  /**
   * Runs forward and backward.
   *
   * @param hidden final hidden states [b, s, hidden]
   * @param positions [n] int64 into [b * s]
   * @param labels [n] int64
   * @param share weight of each labelled token in the gradient
   */
  Result run(Scope scope, NDArray hidden, NDArray positions, NDArray labels, double share) {
    NDArray rows = Tensors.leaf(scope, Tensors.rows(scope, hidden, positions));
    NDArray each = losses.record(scope, rows, labels).head();
    float[] shares = new float[Math.toIntExact(labels.size())];
    Arrays.fill(shares, (float) share);
    Gradients.backward(each, scope.floats(shares, shares.length));
    NDArray upstream = scope.keep(Gradients.of(rows));
    return new Result(
        Tensors.leaf(scope, each), Tensors.scatterRows(scope, hidden, positions, upstream));
  }

  /**
   * Losses and what goes back.
   *
   * @param losses per labelled token, [n]
   * @param gradient with respect to {@code hidden}
   */
  record Result(NDArray losses, NDArray gradient) {}
}
