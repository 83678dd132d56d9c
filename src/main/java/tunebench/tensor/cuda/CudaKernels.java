package tunebench.tensor.cuda;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tunebench.tensor.AdamWKernel;
import tunebench.tensor.Dtype;
import tunebench.tensor.Kernels;
import tunebench.tensor.Masks;
import tunebench.tensor.Matrix;
import tunebench.tensor.Scope;

/**
 * The operations as CUDA kernels and cuBLAS calls; attention with heads of another size than our
 * kernels have is libtorch's. Numbers are 16 bits wide; every matrix's width and stride are
 * multiples of 8.
 */
final class CudaKernels implements Kernels {
  private final CudaContext context;
  private final Launcher launcher;
  private final Cublas cublas;
  private final CudaAttention attention;
  private final @Nullable CudaBlockProducts blockProducts;
  private final Kernels libtorch = Kernels.torch();
  private final TorchFlash flash = new TorchFlash();

  CudaKernels(
      CudaContext context,
      Launcher launcher,
      Cublas cublas,
      CudaAttention attention,
      @Nullable CudaBlockProducts blockProducts) {
    this.context = context;
    this.launcher = launcher;
    this.cublas = cublas;
    this.attention = attention;
    this.blockProducts = blockProducts;
  }

  @Override
  public void dequantize(Blocks w, Matrix out) {
    boolean nested = w.nestedCode() != null;
    long n = (long) out.rows() * out.columns();
    launcher
        .start("dequantize4")
        .with(Matrix.pointerOf(w.codes()))
        .with(nested ? 0L : Matrix.pointerOf(w.scales()))
        .with(nested ? Matrix.pointerOf(w.scales()) : 0L)
        .with(Matrix.pointerOf(w.nestedCode()))
        .with(Matrix.pointerOf(w.nestedScales()))
        .with(Matrix.pointerOf(w.offset()))
        .with(Matrix.pointerOf(w.pairs()))
        .with(out)
        .with(out.columns())
        .with(n)
        .blocks(Math.toIntExact((n + 8191) / 8192), 1, 256);
  }

  @Override
  public void dequantize(Bytes weight, Matrix out) {
    launcher
        .start("dequantize8")
        .with(weight.codes().pointer())
        .with(weight.scales().pointer())
        .with(out)
        .with(out.columns())
        .each(pieces(out));
  }

  /** Libtorch's: on a GPU codes are multiplied as they are. */
  @Override
  public void roundToBytes(Matrix x, double threshold, Matrix y) {
    libtorch.roundToBytes(x, threshold, y);
  }

  @Override
  public void quantize(Matrix dense, Matrix midpoints, Matrix order, Matrix codes, Matrix scales) {
    long n = dense.columns();
    launcher
        .start("quantize4")
        .with(dense.pointer())
        .with(dense.dtype() == Dtype.FLOAT32 ? 1 : 0)
        .with(midpoints.pointer())
        .with(order.pointer())
        .with(codes.pointer())
        .with(scales.pointer())
        .with(n)
        .blocks(Math.toIntExact((n + 511) / 512), 1, 256);
  }

  @Override
  public void product(
      Matrix a,
      boolean transposeA,
      Matrix b,
      boolean transposeB,
      double alpha,
      double beta,
      Matrix c) {
    cublas.product(a, transposeA, b, transposeB, alpha, beta, c);
  }

  @Override
  public boolean takesBlocks(int rows, int in, List<Blocks> weights) {
    return blockProducts != null && blockProducts.takes(rows, in, weights);
  }

  @Override
  public void blockProduct(Matrix x, List<Blocks> weights, Matrix y, boolean add) {
    if (blockProducts != null && blockProducts.takes(x.rows(), x.columns(), weights)) {
      blockProducts.multiply(x, weights, y, add);
    } else {
      Kernels.super.blockProduct(x, weights, y, add);
    }
  }

  @Override
  public void rmsNorm(
      Matrix x, Matrix weight, double eps, int width, Matrix y, @Nullable Matrix copy) {
    int groups = x.columns() / width;
    launcher
        .start("rmsNorm")
        .with(x)
        .with(weight.pointer())
        .with((float) eps)
        .with(y)
        .with(Matrix.pointerOf(copy))
        .with(copy == null ? 0 : copy.stride())
        .with(width)
        .with(groups)
        .blocks(x.rows() * groups, 1, threads(width));
  }

  @Override
  public void rmsNormBackward(
      Matrix x,
      Matrix weight,
      double eps,
      int width,
      Matrix dy,
      Matrix dx,
      boolean add,
      @Nullable Matrix y) {
    int groups = x.columns() / width;
    launcher
        .start("rmsNormBackward")
        .with(x)
        .with(Matrix.pointerOf(weight))
        .with((float) eps)
        .with(dy)
        .with(dx)
        .with(add ? 1 : 0)
        .with(Matrix.pointerOf(y))
        .with(y == null ? 0 : y.stride())
        .with(width)
        .with(groups)
        .blocks(x.rows() * groups, 1, threads(width));
  }

  /** Whole warps, one thread for each eight numbers as far as a block goes. */
  private static int threads(int width) {
    return Math.min(512, Math.max(32, (width / 8 + 31) / 32 * 32));
  }

  @Override
  public void rotate(
      Matrix x, Matrix y, Matrix positions, Angles angles, int headDim, int turning, boolean back) {
    int heads = x.columns() / headDim;
    launcher
        .start("rotate")
        .with(x)
        .with(y)
        .with(positions.pointer())
        .with(Matrix.pointerOf(angles.cosines()))
        .with(Matrix.pointerOf(angles.sines()))
        .with(heads)
        .with(headDim)
        .with(turning)
        .with(back ? 1 : 0)
        .each((long) x.rows() * heads * (headDim / 4));
  }

  @Override
  public void gate(Matrix both, Activation activation, Matrix out) {
    launcher
        .start("gate")
        .with(both)
        .with(out)
        .with(out.columns())
        .with(activation == Activation.GELU_TANH ? 1 : 0)
        .each(pieces(out));
  }

  @Override
  public void gateBackward(Matrix both, Activation activation, Matrix dOut) {
    launcher
        .start("gateBackward")
        .with(both)
        .with(dOut)
        .with(dOut.columns())
        .with(activation == Activation.GELU_TANH ? 1 : 0)
        .each(pieces(dOut));
  }

  @Override
  public void add(Matrix x, Matrix y) {
    launcher.start("add").with(x).with(y).with(y.columns()).each(pieces(y));
  }

  @Override
  public void addBias(Matrix bias, Matrix y) {
    launcher
        .start("add")
        .with(Matrix.pointerOf(bias))
        .with(0)
        .with(y)
        .with(y.columns())
        .each(pieces(y));
  }

  @Override
  public void gather(Matrix x, Matrix rows, Matrix y) {
    gather(x, rows.pointer(), y);
  }

  @Override
  public void copy(Matrix x, Matrix y) {
    gather(x, 0, y);
  }

  private void gather(Matrix x, long rows, Matrix y) {
    launcher.start("gatherRows").with(x).with(rows).with(y).with(y.columns()).each(pieces(y));
  }

  @Override
  public void scatter(Matrix x, Matrix from, Matrix y) {
    launcher
        .start("scatterRows")
        .with(x)
        .with(from.pointer())
        .with(y)
        .with(y.columns())
        .each(pieces(y));
  }

  @Override
  public void dropout(Matrix x, double share, int seed, Matrix y, boolean add) {
    launcher
        .start("dropout")
        .with(x)
        .with(y)
        .with(add ? 1 : 0)
        .with(seed)
        .with((int) Masks.limit(share))
        .with((float) (1 / (1 - share)))
        .with(y.columns())
        .each(pieces(y));
  }

  private static long pieces(Matrix m) {
    return (long) m.rows() * (m.columns() / 8);
  }

  @Override
  public void attend(Matrix qkv, Packing packing, Sight sight, Matrix out, Matrix logs) {
    if (attention.has(sight.headDim())) {
      attention.forward(qkv, packing, sight, out, logs);
    } else {
      flash.forward(qkv, packing, sight, out, logs);
    }
  }

  @Override
  public void attendBackward(
      Matrix qkv,
      Attended forward,
      Matrix dOut,
      Packing packing,
      Sight sight,
      Turn turn,
      Matrix room,
      Matrix dQkv) {
    if (attention.has(sight.headDim())) {
      attention.backward(qkv, forward, dOut, packing, sight, turn, room, dQkv);
    } else {
      flash.backward(qkv, forward, dOut, packing, sight, dQkv);
    }
    if (!attention.has(sight.headDim()) || turn.turning() != sight.headDim()) {
      Matrix turned = sight.turned(dQkv);
      rotate(
          turned, turned, turn.positions(), turn.angles(), sight.headDim(), turn.turning(), true);
    }
  }

  @Override
  public void crossEntropy(
      Matrix logits, Matrix labels, double share, Matrix losses, @Nullable Matrix gradient) {
    launcher
        .start("crossEntropy")
        .with(logits.pointer())
        .with(labels.pointer())
        .with((float) share)
        .with(losses.pointer())
        .with(Matrix.pointerOf(gradient))
        .with(logits.columns())
        .blocks(logits.rows(), 1, 1024);
  }

  @Override
  public void finish() {
    launcher.finish();
  }

  @Override
  public Line line() {
    return new CudaLine(context, launcher);
  }

  @Override
  public AdamWKernel optimizer(Scope scope, List<AdamWKernel.Slot> slots) {
    return new CudaAdamW(launcher, scope, slots);
  }

  @Override
  public ByteProducts byteProducts(Scope scope) {
    return new CudaByteProducts(launcher, this, scope);
  }
}
