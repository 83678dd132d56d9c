package tunebench.tensor.cuda;

import java.util.List;
import org.jspecify.annotations.Nullable;
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
  private final Launcher launcher;
  private final Cublas cublas;
  private final CudaAttention attention;
  private final TorchFlash flash = new TorchFlash();

  CudaKernels(Launcher launcher, Cublas cublas, CudaAttention attention) {
    this.launcher = launcher;
    this.cublas = cublas;
    this.attention = attention;
  }

  @Override
  public void dequantize(Blocks w, Matrix out) {
    boolean nested = w.nestedCode() != null;
    long n = (long) out.rows() * out.columns();
    launcher.blocks(
        "dequantize4",
        Math.toIntExact((n + 8191) / 8192),
        1,
        256,
        Matrix.pointer(w.codes()),
        nested ? 0L : Matrix.pointer(w.scales()),
        nested ? Matrix.pointer(w.scales()) : 0L,
        Matrix.pointer(w.nestedCode()),
        Matrix.pointer(w.nestedScales()),
        Matrix.pointer(w.offset()),
        Matrix.pointer(w.pairs()),
        out.pointer(),
        n);
  }

  @Override
  public void quantize(Matrix dense, Matrix midpoints, Matrix order, Matrix codes, Matrix scales) {
    long n = dense.columns();
    launcher.blocks(
        "quantize4",
        Math.toIntExact((n + 511) / 512),
        1,
        256,
        dense.pointer(),
        dense.dtype() == Dtype.FLOAT32 ? 1 : 0,
        midpoints.pointer(),
        order.pointer(),
        codes.pointer(),
        scales.pointer(),
        n);
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
  public void rmsNorm(
      Matrix x, Matrix weight, double eps, int width, Matrix y, @Nullable Matrix copy) {
    int groups = x.columns() / width;
    launcher.blocks(
        "rmsNorm",
        x.rows() * groups,
        1,
        threads(width),
        x.pointer(),
        x.stride(),
        Matrix.pointer(weight),
        (float) eps,
        y.pointer(),
        y.stride(),
        Matrix.pointer(copy),
        copy == null ? 0 : copy.stride(),
        width,
        groups);
  }

  @Override
  public void rmsNormBackward(
      Matrix x, Matrix weight, double eps, int width, Matrix dy, Matrix dx, boolean add) {
    int groups = x.columns() / width;
    launcher.blocks(
        "rmsNormBackward",
        x.rows() * groups,
        1,
        threads(width),
        x.pointer(),
        x.stride(),
        Matrix.pointer(weight),
        (float) eps,
        dy.pointer(),
        dy.stride(),
        dx.pointer(),
        dx.stride(),
        add ? 1 : 0,
        width,
        groups);
  }

  /** Whole warps, one thread for each eight numbers as far as a block goes. */
  private static int threads(int width) {
    return Math.min(512, Math.max(32, (width / 8 + 31) / 32 * 32));
  }

  @Override
  public void rotate(
      Matrix x, Matrix y, Matrix positions, Angles angles, int headDim, int turning, boolean back) {
    int heads = x.columns() / headDim;
    launcher.each(
        "rotate",
        (long) x.rows() * heads * (headDim / 4),
        x.pointer(),
        x.stride(),
        y.pointer(),
        y.stride(),
        positions.pointer(),
        Matrix.pointer(angles.cosines()),
        Matrix.pointer(angles.sines()),
        heads,
        headDim,
        turning,
        back ? 1 : 0);
  }

  @Override
  public void gate(Matrix both, Activation activation, Matrix out) {
    launcher.each(
        "gate",
        pieces(out),
        both.pointer(),
        both.stride(),
        out.pointer(),
        out.stride(),
        out.columns(),
        activation == Activation.GELU_TANH ? 1 : 0);
  }

  @Override
  public void gateBackward(Matrix both, Activation activation, Matrix dOut) {
    launcher.each(
        "gateBackward",
        pieces(dOut),
        both.pointer(),
        both.stride(),
        dOut.pointer(),
        dOut.stride(),
        dOut.columns(),
        activation == Activation.GELU_TANH ? 1 : 0);
  }

  @Override
  public void add(Matrix x, Matrix y) {
    launcher.each("add", pieces(y), x.pointer(), x.stride(), y.pointer(), y.stride(), y.columns());
  }

  @Override
  public void addBias(Matrix bias, Matrix y) {
    launcher.each("add", pieces(y), Matrix.pointer(bias), 0, y.pointer(), y.stride(), y.columns());
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
    launcher.each(
        "gatherRows",
        pieces(y),
        x.pointer(),
        x.stride(),
        rows,
        y.pointer(),
        y.stride(),
        y.columns());
  }

  @Override
  public void scatter(Matrix x, Matrix from, Matrix y) {
    launcher.each(
        "scatterRows",
        pieces(y),
        x.pointer(),
        x.stride(),
        from.pointer(),
        y.pointer(),
        y.stride(),
        y.columns());
  }

  @Override
  public void dropout(Matrix x, double share, int seed, Matrix y, boolean add) {
    launcher.each(
        "dropout",
        pieces(y),
        x.pointer(),
        x.stride(),
        y.pointer(),
        y.stride(),
        add ? 1 : 0,
        seed,
        (int) Masks.limit(share),
        (float) (1 / (1 - share)),
        y.columns());
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
      Matrix room,
      Matrix dQkv) {
    if (attention.has(sight.headDim())) {
      attention.backward(qkv, forward, dOut, packing, sight, room, dQkv);
    } else {
      flash.backward(qkv, forward, dOut, packing, sight, dQkv);
    }
  }

  @Override
  public void crossEntropy(
      Matrix logits, Matrix labels, double share, Matrix losses, @Nullable Matrix gradient) {
    launcher.blocks(
        "crossEntropy",
        logits.rows(),
        1,
        1024,
        logits.pointer(),
        labels.pointer(),
        (float) share,
        losses.pointer(),
        Matrix.pointer(gradient),
        logits.columns());
  }

  @Override
  public void finish() {
    launcher.finish();
  }

  @Override
  public Optimizer optimizer(Scope scope, List<Slot> slots) {
    return new CudaAdamW(launcher, scope, slots);
  }

  @Override
  public ByteProducts byteProducts(Scope scope) {
    return new CudaByteProducts(launcher, this, scope);
  }
}
