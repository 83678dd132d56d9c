package tunebench.fused;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tunebench.tensor.Dtype;
import tunebench.tensor.Matrix;
import tunebench.tensor.Scope;
import tunebench.tensor.Tensors;

/**
 * Loss and gradients of a batch. Some layers keep what their gradient needs, the others keep their
 * input alone and run again; below the first adapter nothing is kept and no gradient is taken.
 */
public final class TrainPass {
  private final FusedModel model;
  private final int lowest;
  private final int kept;

  /**
   * Sets up.
   *
   * @param kept how many of the layers, counted from the last, keep their activations
   */
  public TrainPass(FusedModel model, int kept) {
    this.model = model;
    this.lowest = model.lowest();
    this.kept = kept;
  }

  /** What one layer left behind. */
  private record Trace(@Nullable Saved whole, Matrix input) {}

  /**
   * Runs a batch.
   *
   * @param scope owns the losses
   * @param packed its chosen tokens are those before the labels
   * @param labels [n] int64, what each must say
   * @param share factor on each token's gradient, one over the labels of the whole update
   * @return loss per label, [n] float32, on the device
   */
  public NDArray run(Scope scope, Packed packed, long[] labels, double share, PassMode mode) {
    model.begin(packed.ids().length);
    NDArray losses = scope.zeros(Dtype.FLOAT32, labels.length);
    try (Scope work = scope.child()) {
      Step step = packed.step(model.kernels(), work, mode);
      List<Trace> traces = new ArrayList<>();
      Matrix x = forward(step, packed.ids(), traces);
      Matrix logits = model.output().logits(work, x);
      Matrix dLogits =
          Matrix.of(
              Tensors.empty(work, model.model().compute(), logits.rows(), logits.columns()),
              model.model().compute());
      Matrix told = Matrix.flat(work.longs(labels, labels.length));
      model.kernels().crossEntropy(logits, told, share, Matrix.flat(losses), dLogits);
      logits.base().close();
      Matrix g = model.layers().getLast().stream(x.rows());
      model.output().backward(x, dLogits, g);
      model.kernels().settle();
      dLogits.base().close();
      model.pool().give(x);
      backward(step, traces, g);
      model.kernels().settle();
    }
    return losses;
  }

  private Matrix forward(Step step, long[] ids, List<Trace> traces) {
    Pool pool = model.pool();
    Matrix x = model.embed(step.scope(), ids);
    int layers = model.layers().size();
    for (int i = 0; i < layers; i++) {
      Saved saved = new Saved(x);
      Matrix y = model.layers().get(i).forward(step, saved);
      if (i >= Math.max(lowest, layers - kept)) {
        traces.add(new Trace(saved, x));
      } else {
        saved.giveAll(pool);
        if (i >= lowest) {
          traces.add(new Trace(null, x));
        } else {
          pool.give(x);
        }
      }
      x = y;
    }
    return x;
  }

  private void backward(Step step, List<Trace> traces, Matrix last) {
    Matrix g = last;
    for (int i = model.layers().size() - 1; i >= lowest; i--) {
      FusedLayer layer = model.layers().get(i);
      Trace trace = traces.removeLast();
      Saved saved = trace.whole;
      if (saved == null) {
        saved = new Saved(trace.input);
        layer.again(step, saved);
      }
      @Nullable Matrix next = layer.backward(step, saved, Objects.requireNonNull(g), i > lowest);
      model.pool().give(trace.input);
      if (next != null) {
        g = next;
      }
    }
  }
}
