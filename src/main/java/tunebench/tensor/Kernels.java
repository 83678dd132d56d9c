package tunebench.tensor;

import ai.djl.ndarray.NDArray;
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
      Matrix pairs) {}

  /** {@code out} = the dense weight; its rows must be whole and lie without gaps. */
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
   * Root-mean-square norm of each group of {@code width} columns (a whole row, or a head).
   *
   * @param weight [width] float32
   * @param copy also gets x as it is, or null
   */
  void rmsNorm(Matrix x, Matrix weight, double eps, int width, Matrix y, @Nullable Matrix copy);

  /** The norm's gradient: dx = that, or dx += that where {@code add}. */
  void rmsNormBackward(
      Matrix x, Matrix weight, double eps, int width, Matrix dy, Matrix dx, boolean add);

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
  record Packing(NDArray starts, int longest, int[] bounds) {}

  /** How a layer's attention sees: sizes, factor on scores, window (0 for none). */
  record Sight(int heads, int keyValueHeads, int headDim, double scale, int window) {}

  /**
   * What attention yields and its gradient needs.
   *
   * @param out [tokens, heads * headDim]
   * @param kept what the implementation needs besides
   */
  record Attended(Matrix out, List<NDArray> kept) implements AutoCloseable {
    @Override
    public void close() {
      out.base().close();
      kept.forEach(NDArray::close);
    }
  }

  /**
   * Causal attention inside each packed row.
   *
   * @param scope owns the result
   * @param qkv [tokens, (heads + 2 keyValueHeads) * headDim]: queries, keys, values
   */
  Attended attend(Scope scope, Matrix qkv, Packing packing, Sight sight);

  /**
   * Gradients of queries, keys and values, each [tokens, heads * headDim]; they belong to {@code
   * scope}.
   */
  List<Matrix> attendBackward(
      Scope scope, Matrix qkv, Attended forward, Matrix dOut, Packing packing, Sight sight);

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
}
