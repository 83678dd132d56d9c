package tunebench.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The operations by libtorch, computed in float32 and rounded once. */
final class TorchKernels implements Kernels {
  /** No activation reaches this. */
  private static final double NEVER = 3e38;

  private final Script script = Script.resource(TorchKernels.class, "kernels.torch");

  /** Runs a method for its effect alone; matrices among the arguments become views. */
  private void run(NDArray near, String method, Object... args) {
    NDManager manager = near.getManager().newSubManager();
    try (Scope step = Scope.in(manager)) {
      script.call(step, method, views(step, args));
    }
  }

  private static Object[] views(Scope step, Object... args) {
    Object[] seen = args.clone();
    for (int i = 0; i < seen.length; i++) {
      if (seen[i] instanceof Matrix matrix) {
        seen[i] = Tensors.view(step, matrix);
      } else if (seen[i] instanceof Optional<?> optional) {
        // A list of none or one stands for TorchScript's None, which DJL cannot pass.
        seen[i] =
            optional.map(x -> x instanceof Matrix m ? Tensors.view(step, m) : x).stream().toList();
      }
    }
    return seen;
  }

  @Override
  public void dequantize(Blocks w, Matrix out) {
    run(
        out.base(),
        "dequantize",
        w.codes().base(),
        w.scales().base(),
        Optional.ofNullable(w.nestedCode()).map(Matrix::base),
        Optional.ofNullable(w.nestedScales()).map(Matrix::base),
        Optional.ofNullable(w.offset()).map(Matrix::base),
        w.pairs().base(),
        out);
  }

  @Override
  public void dequantize(Bytes w, Matrix out) {
    run(out.base(), "dequantize8", w.codes().base(), w.scales().base(), out);
  }

  @Override
  public void roundToBytes(Matrix x, double threshold, Matrix y) {
    run(y.base(), "round8", x, threshold > 0 ? threshold : NEVER, y);
  }

  @Override
  public void quantize(Matrix dense, Matrix midpoints, Matrix order, Matrix codes, Matrix scales) {
    run(
        codes.base(),
        "quantize",
        dense.base(),
        midpoints.base(),
        order.base(),
        codes.base(),
        scales.base());
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
    run(c.base(), "product", a, b, alpha, beta, c, transposeA, transposeB);
  }

  @Override
  public void rmsNorm(
      Matrix x, Matrix weight, double eps, int width, Matrix y, @Nullable Matrix copy) {
    run(y.base(), "norm", x, weight.base(), eps, width, y, Optional.ofNullable(copy));
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
    run(dx.base(), "norm_back", x, weight.base(), eps, width, dy, dx, add, Optional.ofNullable(y));
  }

  @Override
  public void rotate(
      Matrix x, Matrix y, Matrix positions, Angles angles, int headDim, int turning, boolean back) {
    run(
        y.base(),
        "rotate",
        x,
        y,
        positions.base(),
        angles.cosines().base(),
        angles.sines().base(),
        headDim,
        turning,
        back);
  }

  @Override
  public void gate(Matrix both, Activation activation, Matrix out) {
    run(out.base(), "gate", both, activation == Activation.GELU_TANH, out);
  }

  @Override
  public void gateBackward(Matrix both, Activation activation, Matrix dOut) {
    run(both.base(), "gate_back", both, activation == Activation.GELU_TANH, dOut);
  }

  @Override
  public void copy(Matrix x, Matrix y) {
    run(y.base(), "copy", x, y);
  }

  @Override
  public void add(Matrix x, Matrix y) {
    run(y.base(), "add", x, y);
  }

  @Override
  public void addBias(Matrix bias, Matrix y) {
    run(y.base(), "add", bias.base(), y);
  }

  @Override
  public void gather(Matrix x, Matrix rows, Matrix y) {
    run(y.base(), "gather", x, rows.base(), y);
  }

  @Override
  public void scatter(Matrix x, Matrix from, Matrix y) {
    run(y.base(), "scatter", x, from.base(), y);
  }

  @Override
  public void dropout(Matrix x, double share, int seed, Matrix y, boolean add) {
    run(
        y.base(),
        "dropout",
        x,
        Integer.toUnsignedLong(seed),
        Masks.limit(share),
        1 / (1 - share),
        y,
        add);
  }

  @Override
  public void attend(Matrix qkv, Packing packing, Sight sight, Matrix out, Matrix logs) {
    run(
        out.base(),
        "attend",
        qkv,
        out,
        logs,
        bounds(packing),
        sight.heads(),
        sight.keyValueHeads(),
        sight.headDim(),
        sight.scale(),
        sight.window(),
        onCpu(qkv, sight));
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
    run(
        dQkv.base(),
        "attend_back",
        qkv,
        forward.out(),
        forward.logs(),
        dOut,
        dQkv,
        bounds(packing),
        sight.heads(),
        sight.keyValueHeads(),
        sight.headDim(),
        sight.scale(),
        sight.window(),
        onCpu(qkv, sight));
    Matrix turned = sight.turned(dQkv);
    rotate(turned, turned, turn.positions(), turn.angles(), sight.headDim(), turn.turning(), true);
  }

  /** Whether libtorch's own attention for CPUs serves; it knows no window. */
  private static boolean onCpu(Matrix qkv, Sight sight) {
    return !qkv.base().getDevice().isGpu() && sight.window() == 0;
  }

  private static long[] bounds(Packing packing) {
    return Arrays.stream(packing.bounds()).asLongStream().toArray();
  }

  @Override
  public void crossEntropy(
      Matrix logits, Matrix labels, double share, Matrix losses, @Nullable Matrix gradient) {
    run(
        logits.base(),
        "cross_entropy",
        logits,
        labels.base(),
        share,
        losses.base(),
        Optional.ofNullable(gradient));
  }

  @Override
  public Line line() {
    return new Line() {
      @Override
      public void start(Runnable work) {
        work.run();
      }

      @Override
      public void join() {}

      @Override
      public void close() {}
    };
  }

  @Override
  public void finish() {
    // Each operator is done when its call returns, on a CPU; reading anything waits on a GPU.
  }

  @Override
  public @Nullable AdamWKernel optimizer(Scope scope, List<AdamWKernel.Slot> slots) {
    return null;
  }

  @Override
  public ByteProducts byteProducts(Scope scope) {
    return new ByteProducts() {
      private @Nullable Matrix input;
      private double limit;

      @Override
      public void input(Matrix x, double threshold) {
        input = x;
        limit = threshold > 0 ? threshold : NEVER;
      }

      @Override
      public void multiply(Bytes weight, Matrix y, boolean add) {
        run(
            y.base(),
            "int8",
            Objects.requireNonNull(input),
            weight.codes(),
            weight.scales().base(),
            limit,
            y,
            add);
      }
    };
  }
}
