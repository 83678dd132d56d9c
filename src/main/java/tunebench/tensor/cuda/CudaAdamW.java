package tunebench.tensor.cuda;

import ai.djl.ndarray.NDArray;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import tunebench.tensor.AdamWKernel;
import tunebench.tensor.Dtype;
import tunebench.tensor.Matrix;
import tunebench.tensor.Scope;
import tunebench.tensor.Tensors;

/**
 * AdamW over all tensors in three launches, by a table of where they lie. The norm's sums are taken
 * in one order, so it is the same every time.
 */
final class CudaAdamW implements AdamWKernel {
  private static final int CHUNK = 1 << 14;

  /** Bytes of a row of the table: see {@code struct Slot} in {@code train.cu}. */
  private static final int ROW = 64;

  private final Launcher launcher;
  private final int tensors;
  private final int chunks;
  private final NDArray table;
  private final NDArray partial;

  CudaAdamW(Launcher launcher, Scope scope, List<AdamWKernel.Slot> slots) {
    this.launcher = launcher;
    this.tensors = slots.size();
    ByteBuffer rows =
        ByteBuffer.allocateDirect(Math.max(1, slots.size()) * ROW).order(ByteOrder.nativeOrder());
    int chunk = 0;
    for (AdamWKernel.Slot slot : slots) {
      long count = slot.param().base().size();
      rows.putLong(slot.param().pointer())
          .putLong(slot.gradient().pointer())
          .putLong(slot.first().pointer())
          .putLong(slot.second().pointer())
          .putLong(Matrix.pointerOf(slot.copy()))
          .putLong(count)
          .putFloat((float) slot.decay())
          .putInt(chunk)
          .putInt(columns(slot))
          .putInt(slot.copy() == null ? columns(slot) : slot.copy().stride());
      chunk += Math.toIntExact((count + CHUNK - 1) / CHUNK);
    }
    this.chunks = chunk;
    this.table = scope.bytes(rows.flip(), rows.limit());
    this.partial = scope.zeros(Dtype.FLOAT32, Math.max(1, chunks));
  }

  private static int columns(AdamWKernel.Slot slot) {
    long[] shape = slot.param().base().getShape().getShape();
    return Math.toIntExact(shape[shape.length - 1]);
  }

  @Override
  public NDArray step(Scope scope, AdamWKernel.Rates r) {
    NDArray norm = scope.zeros(Dtype.FLOAT32, 1);
    long rows = Tensors.address(table);
    long sums = Tensors.address(partial);
    long length = Tensors.address(norm);
    launcher
        .start("squares")
        .with(rows)
        .with(tensors)
        .with(CHUNK)
        .with(sums)
        .blocks(chunks, 1, 256);
    launcher.start("total").with(sums).with(chunks).with(length).blocks(1, 1, 1024);
    double bias1 = 1 - Math.pow(r.beta1(), r.step());
    double bias2 = 1 - Math.pow(r.beta2(), r.step());
    launcher
        .start("adamW")
        .with(rows)
        .with(tensors)
        .with(CHUNK)
        .with(length)
        .with((float) r.largestNorm())
        .with((float) r.beta1())
        .with((float) r.beta2())
        .with((float) r.rate())
        .with((float) (r.rate() / bias1))
        .with((float) Math.sqrt(bias2))
        .with((float) r.eps())
        .blocks(chunks, 1, 256);
    return norm;
  }
}
