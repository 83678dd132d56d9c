package tunebench.tensor.cpu;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tunebench.tensor.AdamWKernel;
import tunebench.tensor.CpuUnits;
import tunebench.tensor.Dtype;
import tunebench.tensor.Kernels;
import tunebench.tensor.Matrix;
import tunebench.tensor.Scope;
import tunebench.tensor.Torch;

/**
 * The operations on a CPU: rows by loops of our own, products by MKL. What takes each row by itself
 * is put off, see {@link RowQueue}. What is rare, or large enough by itself, is libtorch's.
 * Activations are in float32.
 */
public final class CpuKernels implements Kernels {
  private final Kernels libtorch = Kernels.torch();
  private final QueuedProducts products;
  private final CpuAttention attention;
  private final RowQueue queue;

  private CpuKernels(Mkl mkl, Dtype dtype) {
    this.queue = new RowQueue(mkl);
    this.products = new QueuedProducts(queue, new CpuProducts(mkl, dtype));
    this.attention = new CpuAttention(mkl);
  }

  /**
   * Those of this machine, if its libtorch lets products be called.
   *
   * @param products dtype in which factors are multiplied: float32, or bfloat16 where the processor
   *     has tiles for it
   */
  public static Optional<Kernels> of(Dtype products) {
    boolean fit = products == Dtype.FLOAT32 || (products == Dtype.BFLOAT16 && CpuUnits.bfloat16());
    return fit ? Mkl.found().map(mkl -> new CpuKernels(mkl, products)) : Optional.empty();
  }

  /** Whether this machine's libtorch lets products be called. */
  public static boolean found() {
    return Mkl.found().isPresent();
  }

  /**
   * Bytes that they need for themselves.
   *
   * @param summed numbers of the sums over rows that are put off together
   * @param longest tokens of the longest row
   */
  public static long working(long summed, int longest) {
    return RowQueue.most(Torch.threads()) * summed * Dtype.FLOAT32.bytes()
        + Torch.threads() * AttentionBlock.bytes(longest);
  }

  /** Libtorch's operations, when all that was asked for before is done. */
  private Kernels libtorch() {
    queue.settle();
    return libtorch;
  }

  /** Rows that are read. */
  private Rows read(Matrix m) {
    queue.needSum(m);
    return Rows.of(m);
  }

  @Override
  public void settle() {
    queue.settle();
  }

  @Override
  public void abandon() {
    queue.abandon();
  }

  @Override
  public void finish() {
    queue.settle();
  }

  @Override
  public void dequantize(Blocks weight, Matrix out) {
    queue.settle();
    WeightLoops.dequantize(weight, out);
  }

  @Override
  public void dequantize(Bytes weight, Matrix out) {
    libtorch().dequantize(weight, out);
  }

  @Override
  public void quantize(Matrix dense, Matrix midpoints, Matrix order, Matrix codes, Matrix scales) {
    libtorch().quantize(dense, midpoints, order, codes, scales);
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
    products.product(a, transposeA, b, transposeB, alpha, beta, c);
  }

  @Override
  public ByteProducts byteProducts(Scope scope) {
    return new SettledByteProducts(queue, libtorch.byteProducts(scope));
  }

  @Override
  public void roundToBytes(Matrix x, double threshold, Matrix y) {
    double loud = threshold > 0 ? threshold : Double.POSITIVE_INFINITY;
    RoundedRows rounded = new RoundedRows(read(x), loud, RowQueue.most(Torch.threads()));
    queue.add(x, x.columns(), rounded::look);
    queue.settle();
    rounded.decide();
    Rows out = Rows.of(y);
    queue.add(y, x.columns(), (from, to, share) -> rounded.round(out, from, to));
  }

  @Override
  public void rmsNorm(
      Matrix x, Matrix weight, double eps, int width, Matrix y, @Nullable Matrix copy) {
    NormLoops norm = norm(weight, eps, width);
    Rows in = read(x);
    Rows out = Rows.of(y);
    Rows same = copy == null ? null : Rows.of(copy);
    queue.add(y, x.columns(), (from, to, share) -> norm.forward(in, out, same, from, to));
  }

  private static NormLoops norm(Matrix weight, double eps, int width) {
    float[] numbers = new float[width];
    MemorySegment.copy(
        Rows.of(weight).memory(), ValueLayout.JAVA_FLOAT_UNALIGNED, 0, numbers, 0, width);
    return new NormLoops(numbers, eps);
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
    NormLoops norm = norm(weight, eps, width);
    Rows in = read(x);
    Rows up = read(dy);
    Rows into = read(dx);
    Rows again = y == null ? null : Rows.of(y);
    queue.add(
        dx, x.columns(), (from, to, share) -> norm.backward(in, up, into, add, again, from, to));
  }

  @Override
  public void rotate(
      Matrix x, Matrix y, Matrix positions, Angles angles, int headDim, int turning, boolean back) {
    TurnLoops turns = new TurnLoops(headDim, turning);
    Rows in = read(x);
    Rows out = Rows.of(y);
    queue.add(
        y,
        x.columns(),
        (from, to, share) -> turns.turn(in, out, positions, angles, back, from, to));
  }

  @Override
  public void gate(Matrix both, Activation activation, Matrix out) {
    if (activation != Activation.SILU) {
      libtorch().gate(both, activation, out);
      return;
    }
    Rows in = read(both);
    Rows into = Rows.of(out);
    queue.add(out, both.columns(), (from, to, share) -> GateLoops.forward(in, into, from, to));
  }

  @Override
  public void gateBackward(Matrix both, Activation activation, Matrix dOut) {
    if (activation != Activation.SILU) {
      libtorch().gateBackward(both, activation, dOut);
      return;
    }
    Rows in = read(both);
    Rows up = read(dOut);
    queue.add(both, both.columns(), (from, to, share) -> GateLoops.backward(in, up, from, to));
  }

  @Override
  public void copy(Matrix x, Matrix y) {
    Rows in = read(x);
    Rows out = Rows.of(y);
    queue.add(y, y.columns(), (from, to, share) -> RowLoops.copy(in, out, from, to));
  }

  @Override
  public void add(Matrix x, Matrix y) {
    Rows in = read(x);
    Rows out = read(y);
    queue.add(y, y.columns(), (from, to, share) -> RowLoops.add(in, out, from, to));
  }

  @Override
  public void addBias(Matrix bias, Matrix y) {
    add(bias, y);
  }

  @Override
  public void gather(Matrix x, Matrix rows, Matrix y) {
    queue.needWhole(x);
    Rows in = Rows.of(x);
    Rows out = Rows.of(y);
    queue.add(y, y.columns(), (from, to, share) -> RowLoops.gather(in, rows, out, from, to));
  }

  @Override
  public void scatter(Matrix x, Matrix origins, Matrix y) {
    queue.needWhole(x);
    Rows in = Rows.of(x);
    Rows out = Rows.of(y);
    queue.add(y, y.columns(), (from, to, share) -> RowLoops.scatter(in, origins, out, from, to));
  }

  @Override
  public void dropout(Matrix x, double share, int seed, Matrix y, boolean add) {
    Rows in = read(x);
    Rows out = read(y);
    queue.add(
        y, y.columns(), (from, to, part) -> RowLoops.dropout(in, seed, share, out, add, from, to));
  }

  @Override
  public void attend(Matrix qkv, Packing packing, Sight sight, Matrix out, Matrix logs) {
    queue.settle();
    attention.forward(qkv, packing, sight, out, logs);
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
    queue.settle();
    attention.backward(qkv, forward, dOut, packing, sight, dQkv);
    Matrix turned = sight.turned(dQkv);
    rotate(turned, turned, turn.positions(), turn.angles(), sight.headDim(), turn.turning(), true);
  }

  @Override
  public void crossEntropy(
      Matrix logits, Matrix labels, double share, Matrix losses, @Nullable Matrix gradient) {
    queue.settle();
    LossLoops.crossEntropy(
        Rows.of(logits),
        labels,
        share,
        Rows.of(losses),
        gradient == null ? null : Rows.of(gradient));
  }

  @Override
  public Line line() {
    return libtorch.line();
  }

  @Override
  public AdamWKernel optimizer(Scope scope, List<AdamWKernel.Slot> slots) {
    return new CpuAdamW(slots);
  }
}
