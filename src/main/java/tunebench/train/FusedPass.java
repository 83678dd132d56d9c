package tunebench.train;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import tunebench.fused.FusedModel;
import tunebench.fused.Packed;
import tunebench.fused.PassMode;
import tunebench.fused.TrainPass;
import tunebench.tensor.Dtype;
import tunebench.tensor.Kernels;
import tunebench.tensor.Matrix;
import tunebench.tensor.Scope;
import tunebench.token.Batch;

/** The pass with a gradient written by hand, for adapters on frozen weights; rows are packed. */
final class FusedPass implements Pass {
  private final FusedModel model;
  private final TrainPass pass;

  FusedPass(FusedModel model, boolean checkpointing) {
    this.model = model;
    this.pass = new TrainPass(model, checkpointing ? 0 : model.model().config().layers());
  }

  @Override
  public List<NDArray> trained() {
    return model.trained();
  }

  @Override
  public List<NDArray> gradients() {
    return model.gradients();
  }

  @Override
  public List<Matrix> copies() {
    return model.copies();
  }

  @Override
  public boolean half() {
    return model.model().compute() == Dtype.FLOAT16;
  }

  @Override
  public Kernels kernels() {
    return model.kernels();
  }

  @Override
  public NDArray run(Scope scope, Batch batch, double share, long seed, boolean first) {
    return pass.run(scope, packed(batch), batch.labels(), share, new PassMode(seed, true, first));
  }

  private static Packed packed(Batch batch) {
    List<int[]> rows = new ArrayList<>();
    int[] starts = new int[batch.size()];
    int at = 0;
    for (int row = 0; row < batch.size(); row++) {
      int[] ids = new int[batch.lengths()[row]];
      for (int i = 0; i < ids.length; i++) {
        ids[i] = Math.toIntExact(batch.ids()[row * batch.length() + i]);
      }
      rows.add(ids);
      starts[row] = at;
      at += ids.length;
    }
    long[] chosen = batch.positions().clone();
    for (int i = 0; i < chosen.length; i++) {
      int row = Math.toIntExact(chosen[i] / batch.length());
      chosen[i] = starts[row] + chosen[i] % batch.length();
    }
    return Packed.of(rows, chosen);
  }
}
