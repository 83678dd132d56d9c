package tunebench.tensor.cuda;

import ai.djl.ndarray.NDArray;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tunebench.tensor.Dtype;
import tunebench.tensor.Kernels;
import tunebench.tensor.Matrix;
import tunebench.tensor.Scope;
import tunebench.tensor.Tensors;

/**
 * LLM.int8 by kernels. How many outlier columns there are is read by the host once per input; where
 * there are none, nothing is done for them.
 */
final class CudaByteProducts implements Kernels.ByteProducts {
  /** Rows that one thread of the outlier search looks at. */
  private static final int STRETCH = 64;

  private final Launcher launcher;
  private final Kernels kernels;
  private final Scope scope;
  private final Map<Part, Matrix> rooms = new EnumMap<>(Part.class);
  private @Nullable Matrix input;
  private int outliers;

  /** Working memory by what it holds. */
  private enum Part {
    FLAGS(Dtype.INT32),
    COLUMNS(Dtype.INT32),
    COUNT(Dtype.INT32),
    CODES(Dtype.INT8),
    LARGEST(Dtype.FLOAT32),
    SUMS(Dtype.INT32),
    INPUT(Dtype.BFLOAT16),
    WEIGHT(Dtype.BFLOAT16);

    private final Dtype dtype;

    Part(Dtype dtype) {
      this.dtype = dtype;
    }
  }

  CudaByteProducts(Launcher launcher, Kernels kernels, Scope scope) {
    this.launcher = launcher;
    this.kernels = kernels;
    this.scope = scope;
  }

  /** Memory for [rows, columns], made larger when it is too small. */
  private Matrix room(Part part, Dtype dtype, int rows, int columns) {
    long size = (long) rows * columns;
    Matrix known = rooms.get(part);
    if (known == null || known.base().size() < size) {
      if (known != null) {
        known.base().close();
      }
      known = Matrix.of(Tensors.empty(scope, dtype, 1, size), dtype);
      rooms.put(part, known);
    }
    return known.shaped(rows, columns);
  }

  private Matrix room(Part part, int rows, int columns) {
    return room(part, part.dtype, rows, columns);
  }

  @Override
  public void input(Matrix x, double threshold) {
    input = x;
    int width = x.columns();
    Matrix flags = room(Part.FLAGS, 1, width);
    launcher.clear(flags.pointer(), 4L * width);
    outliers = 0;
    if (threshold > 0) {
      launcher
          .start("outliers")
          .with(x)
          .with((float) threshold)
          .with(flags.pointer())
          .with(width)
          .with(x.rows())
          .with(STRETCH)
          .blocks((width / 8 + 127) / 128, (x.rows() + STRETCH - 1) / STRETCH, 128);
      Matrix count = room(Part.COUNT, 1, 1);
      launcher
          .start("compact")
          .with(flags.pointer())
          .with(width)
          .with(room(Part.COLUMNS, 1, width).pointer())
          .with(count.pointer())
          .blocks(1, 1, 1024);
      outliers = read(count.base());
    }
    launcher
        .start("quantizeRows")
        .with(x)
        .with(flags.pointer())
        .with(room(Part.CODES, x.rows(), width).pointer())
        .with(room(Part.LARGEST, 1, x.rows()).pointer())
        .with(width)
        .blocks(x.rows(), 1, 256);
  }

  private static int read(NDArray count) {
    return count.toIntArray()[0];
  }

  @Override
  public void multiply(Kernels.Bytes weight, Matrix y, boolean add) {
    Matrix x = Objects.requireNonNull(input);
    int width = x.columns();
    int out = weight.codes().rows();
    Matrix sums = room(Part.SUMS, x.rows(), out);
    kernels.product(room(Part.CODES, x.rows(), width), false, weight.codes(), true, 1, 0, sums);
    launcher
        .start("rescale")
        .with(sums.pointer())
        .with(room(Part.LARGEST, 1, x.rows()).pointer())
        .with(weight.scales().pointer())
        .with(y)
        .with(add ? 1 : 0)
        .with(out)
        .each((long) x.rows() * (out / 8));
    if (outliers > 0) {
      floating(x, weight, y);
    }
  }

  private void floating(Matrix x, Kernels.Bytes weight, Matrix y) {
    int padded = (outliers + 7) / 8 * 8;
    int out = weight.codes().rows();
    long columns = room(Part.COLUMNS, 1, x.columns()).pointer();
    Matrix some = room(Part.INPUT, x.dtype(), x.rows(), padded);
    launcher
        .start("takeColumns")
        .with(x)
        .with(columns)
        .with(outliers)
        .with(some.pointer())
        .with(padded)
        .each((long) x.rows() * padded);
    Matrix wide = room(Part.WEIGHT, x.dtype(), out, padded);
    launcher
        .start("takeWeights")
        .with(weight.codes().pointer())
        .with(weight.scales().pointer())
        .with(x.columns())
        .with(columns)
        .with(outliers)
        .with(wide.pointer())
        .with(padded)
        .each((long) out * padded);
    kernels.product(some, false, wide, true, 1, 1, y);
  }
}
