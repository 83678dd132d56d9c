package tunebench.tensor;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The operations of a decoder's forward and backward pass on memory that the caller owns: each
 * writes into the matrices that it is given. There are two of a kind: CUDA kernels, and libtorch
 * operators that run anywhere; tests and {@code bench} hold them equal.
 */
public interface Kernels {
  /** Libtorch operators on any device. */
  static Kernels torch() {
    return new TorchKernels();
  }

  /**
   * A weight in 4-bit blocks of 64: two codes a byte, the first in the high nibble.
   *
   * <p>Arrays of one dimension are given as matrices of one row, which know their address.
   *
   * @param codes [ceil(n / 2)] uint8
   * @param scales [ceil(n / 64)] float32, or uint8 under double quantization
   * @param nestedCode [256] float32, values of the 8-bit codes of scales, or null
   * @param nestedScales [ceil(scales / 256)] float32, or null
   * @param offset [1] float32, or null
   * @param pairs [256, 2] float32, the two values of each byte
   */
  record Blocks(
      Matrix codes,
      Matrix scales,
      @Nullable Matrix nestedCode,
      @Nullable Matrix nestedScales,
      @Nullable Matrix offset,
      Matrix pairs) {
    /** Rows of the weight, which has so many columns. */
    public int rows(int columns) {
      return (int) (2L * codes.columns() / columns);
    }
  }

  /** {@code out} = the dense weight; where its rows have gaps, they are whole eights. */
  void dequantize(Blocks weight, Matrix out);

  /**
   * Codes weights in 4-bit blocks of 64 by their nearest level.
   *
   * @param dense the weights, as one row
   * @param midpoints [15] float32 between neighbouring levels, ascending
   * @param order [16] int64, codes by ascending level
   * @param codes [ceil(n / 2)] uint8, written
   * @param scales [ceil(n / 64)] float32, written
   */
  void quantize(Matrix dense, Matrix midpoints, Matrix order, Matrix codes, Matrix scales);

  /** c = alpha * op(a) op(b) + beta * c, where op transposes if asked; sums in float32. */
  void product(
      Matrix a,
      boolean transposeA,
      Matrix b,
      boolean transposeB,
      double alpha,
      double beta,
      Matrix c);

  /**
   * Whether {@link #blockProduct} of so many rows is quicker than a product with dense weights.
   *
   * @param in columns of the input
   */
  default boolean takesBlocks(int rows, int in, List<Blocks> weights) {
    return false;
  }

  /**
   * y = x times weights in 4-bit blocks, transposed, their outputs side by side, or y += that; no
   * dense weight is kept.
   */
  default void blockProduct(Matrix x, List<Blocks> weights, Matrix y, boolean add) {
    int from = 0;
    for (Blocks weight : weights) {
      int out = weight.rows(x.columns());
      try (Scope step = Scope.in(y.base().getManager().newSubManager())) {
        Matrix dense = Matrix.of(Tensors.empty(step, y.dtype(), out, x.columns()), y.dtype());
        dequantize(weight, dense);
        product(x, false, dense, true, 1, add ? 1 : 0, y.columns(from, out));
        settle();
      }
      from += out;
    }
  }

  /**
   * A weight in 8 bits (LLM.int8).
   *
   * @param codes [out, in] int8; on a CPU they may lie column after column in memory
   * @param scales [out] float32: the largest magnitude of each row
   */
  record Bytes(Matrix codes, Matrix scales) {}

  /** {@code out} = the dense weight, [out, in]. */
  void dequantize(Bytes weight, Matrix out);

  /**
   * {@code y} = x as codes of 8 bits stand for it, with one scale per row, but for the columns in
   * which any number reaches the threshold, which stay as they are. Its product with a dense weight
   * is that of {@link ByteProducts}, and rounding has no useful gradient.
   *
   * @param threshold 0 for none
   */
  void roundToBytes(Matrix x, double threshold, Matrix y);

  /** Products of one input with weights in 8 bits (Dettmers et al. 2022). */
  interface ByteProducts {
    /**
     * Takes up an input: columns in which any number reaches the threshold are multiplied in
     * floating point, the others in 8 bits with one scale per row.
     *
     * @param threshold 0 for none
     */
    void input(Matrix x, double threshold);

    /** y = x W^T, or y += that; the input must not have changed since it was taken up. */
    void multiply(Bytes weight, Matrix y, boolean add);
  }

  /** Products whose working memory belongs to {@code scope}. */
  ByteProducts byteProducts(Scope scope);

  /**
   * Root-mean-square norm of each group of {@code width} columns (a whole row, or a head).
   *
   * @param weight [width] float32
   * @param copy also gets x as it is, or null
   */
  void rmsNorm(Matrix x, Matrix weight, double eps, int width, Matrix y, @Nullable Matrix copy);

  /**
   * The norm's gradient: dx = that, or dx += that where {@code add}.
   *
   * @param y also gets the norm itself, or null
   */
  void rmsNormBackward(
      Matrix x,
      Matrix weight,
      double eps,
      int width,
      Matrix dy,
      Matrix dx,
      boolean add,
      @Nullable Matrix y);

  /**
   * The angles of rotary positions.
   *
   * @param cosines [positions, turning] float32, both halves equal
   * @param sines likewise
   */
  record Angles(Matrix cosines, Matrix sines) {}

  /**
   * Turns the first numbers of each head by its token's position (Su et al. 2021), or back: {@code
   * y} = turned x. {@code y} may be {@code x}.
   *
   * @param positions [rows] int32
   * @param headDim size of a head; the columns are whole heads
   * @param turning how many of a head's numbers turn; 0 copies
   */
  void rotate(
      Matrix x, Matrix y, Matrix positions, Angles angles, int headDim, int turning, boolean back);

  /** What a gated feed-forward block gates with. */
  enum Activation {
    SILU,
    GELU_TANH
  }

  /** {@code out} = act(left half of both) * right half. */
  void gate(Matrix both, Activation activation, Matrix out);

  /** Overwrites both halves by their gradients. */
  void gateBackward(Matrix both, Activation activation, Matrix dOut);

  /** y = x. */
  void copy(Matrix x, Matrix y);

  /** y += x. */
  void add(Matrix x, Matrix y);

  /** Adds a bias [columns] in y's dtype to each row. */
  void addBias(Matrix bias, Matrix y);

  /** y's row i = x's row rows[i]; {@code rows} is int64. */
  void gather(Matrix x, Matrix rows, Matrix y);

  /** y = 0 but for the rows that have a number in {@code from}, [y.rows] int32 with -1 for none. */
  void scatter(Matrix x, Matrix from, Matrix y);

  /**
   * Drops a share of the numbers, the same for the same seed, and scales the others: y = that of x,
   * or y += that where {@code add}.
   */
  void dropout(Matrix x, double share, int seed, Matrix y, boolean add);

  /**
   * Rows packed behind each other without padding.
   *
   * @param starts first token of each row and the number of tokens behind the last, [rows + 1]
   *     int32 on the device
   * @param longest tokens of the longest row
   * @param bounds the same as {@code starts}, on the host
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Packing(Matrix starts, int longest, int[] bounds) {
    /** Number of rows. */
    public int rows() {
      return bounds.length - 1;
    }
  }

  /** How a layer's attention sees: sizes, factor on scores, window (0 for none). */
  record Sight(int heads, int keyValueHeads, int headDim, double scale, int window) {
    /** The columns of queries and keys. */
    public Matrix turned(Matrix qkv) {
      return qkv.columns(0, (heads + keyValueHeads) * headDim);
    }
  }

  /**
   * Causal attention inside each packed row.
   *
   * @param qkv [tokens, (heads + 2 keyValueHeads) * headDim]: queries, keys, values
   * @param out [tokens, heads * headDim], written
   * @param logs [tokens, heads] float32, written: logarithms of the sums of exponentials
   */
  void attend(Matrix qkv, Packing packing, Sight sight, Matrix out, Matrix logs);

  /**
   * How queries and keys were turned before attention.
   *
   * @param positions of each token in its row, [tokens] int32
   * @param turning how many of a head's numbers turned
   */
  record Turn(Matrix positions, Angles angles, int turning) {}

  /**
   * The gradient of queries, keys and values; that of queries and keys is turned back.
   *
   * @param forward what {@link #attend} wrote
   * @param room [tokens, heads] float32 for the implementation's own use
   * @param dQkv like qkv, written
   */
  void attendBackward(
      Matrix qkv,
      Attended forward,
      Matrix dOut,
      Packing packing,
      Sight sight,
      Turn turn,
      Matrix room,
      Matrix dQkv);

  /** What attention yields. */
  record Attended(Matrix out, Matrix logs) {}

  /**
   * Cross-entropy of each row of logits.
   *
   * @param logits [n, vocabulary] float32
   * @param labels [n] int64
   * @param share factor on the gradient
   * @param losses [n] float32, written
   * @param gradient [n, vocabulary], written; null if not wanted
   */
  void crossEntropy(
      Matrix logits, Matrix labels, double share, Matrix losses, @Nullable Matrix gradient);

  /**
   * Does what was put off. Asked for before memory is freed that was given to an operation, or read
   * by others than these operations.
   */
  default void settle() {
    // Most put nothing off.
  }

  /** Forgets what was put off: a pass that failed has freed what it would read. */
  default void abandon() {
    // Likewise.
  }

  /** Waits until the device has done all that was asked of it. */
  void finish();

  /** Work for later, which the device does beside what it is asked for meanwhile. */
  interface Line extends AutoCloseable {
    /**
     * Starts work: it begins when all that was asked for before is done, and runs beside what is
     * asked for after. Only {@link #dequantize} and {@link #copy} may be among it.
     */
    void start(Runnable work);

    /** Lets what is asked for from now on wait for the work that was started last. */
    void join();

    @Override
    void close();
  }

  /** A line of its own; where the device has only one, its work is done at once. */
  Line line();

  /** AdamW for these tensors, or null where there is none but libtorch's own operators. */
  @Nullable AdamWKernel optimizer(Scope scope, List<AdamWKernel.Slot> slots);
}
