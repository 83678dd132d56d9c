package tunebench.fused;

import ai.djl.ndarray.NDArray;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tunebench.nn.DenseProjection;
import tunebench.nn.Projection;
import tunebench.quant.Block4;
import tunebench.quant.Block4Projection;
import tunebench.quant.CastProjection;
import tunebench.quant.Int8Projection;
import tunebench.tensor.Dtype;
import tunebench.tensor.Kernels;
import tunebench.tensor.Matrix;
import tunebench.tensor.Tensors;

/** A frozen weight [out, in] and how it is made dense. */
sealed interface Weight {
  int out();

  int in();

  /** Stored as it is multiplied. */
  record Dense(Matrix matrix) implements Weight {
    @Override
    public int out() {
      return matrix.rows();
    }

    @Override
    public int in() {
      return matrix.columns();
    }
  }

  /** In 4-bit blocks. */
  record Blocks(Kernels.Blocks blocks, int out, int in) implements Weight {
    /** Some of the rows, which must begin and end at a second scale's border. */
    Blocks rows(int from, int count) {
      Kernels.Blocks b = blocks;
      long first = (long) from * in;
      long weights = (long) count * in;
      int block = 64;
      return new Blocks(
          new Kernels.Blocks(
              part(b.codes(), first / 2, weights / 2),
              part(b.scales(), first / block, weights / block),
              b.nestedCode(),
              b.nestedScales() == null
                  ? null
                  : part(b.nestedScales(), first / block / 256, (weights / block + 255) / 256),
              b.offset(),
              b.pairs()),
          count,
          in);
    }

    private static Matrix part(Matrix flat, long from, long count) {
      return flat.columns(Math.toIntExact(from), Math.toIntExact(count));
    }
  }

  /** In 8 bits. */
  record Int8(Kernels.Bytes bytes, double threshold) implements Weight {
    @Override
    public int out() {
      return bytes.codes().rows();
    }

    @Override
    public int in() {
      return bytes.codes().columns();
    }
  }

  /**
   * The weight of a projection, or nothing where it is stored in another way.
   *
   * @param dtypes of the residual stream and of products
   * @param gpu whether a dense weight must have the products' dtype
   */
  static Optional<Weight> of(Projection projection, Dtypes dtypes, boolean gpu) {
    return switch (projection) {
      case CastProjection p when p.compute() == dtypes.products() -> of(p.inner(), dtypes, gpu);
      case Block4Projection p when p.compute() == dtypes.products() || !gpu ->
          Optional.of(new Blocks(blocks(p.weight()), p.outFeatures(), p.inFeatures()));
      case DenseProjection p
          when !p.trained() && (!gpu || Tensors.dtype(p.weight()) == dtypes.products()) ->
          Optional.of(new Dense(Matrix.of(p.weight())));
      case Int8Projection p when p.compute() == dtypes.stream() ->
          Optional.of(new Int8(bytes(p), p.threshold()));
      default -> Optional.empty();
    };
  }

  private static Kernels.Bytes bytes(Int8Projection p) {
    // On a CPU they lie in no order that an address would tell.
    Matrix codes =
        p.codes().getDevice().isGpu()
            ? Matrix.of(p.codes())
            : new Matrix(
                p.codes(), 0, Dtype.INT8, p.inFeatures(), 0, 0, p.outFeatures(), p.inFeatures());
    return new Kernels.Bytes(codes, Matrix.flat(p.scales()));
  }

  private static Kernels.Blocks blocks(Block4 weight) {
    Block4.Nested nested = weight.nested();
    return new Kernels.Blocks(
        Matrix.flat(weight.codes()),
        Matrix.flat(weight.scales()),
        nested == null ? null : Matrix.flat(weight.tables().nestedCode()),
        flat(nested == null ? null : nested.scales()),
        flat(nested == null ? null : nested.offset()),
        Matrix.of(weight.tables().pairs()));
  }

  private static @Nullable Matrix flat(@Nullable NDArray array) {
    return array == null ? null : Matrix.flat(array);
  }
}
