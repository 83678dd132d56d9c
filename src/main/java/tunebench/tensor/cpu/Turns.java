package tunebench.tensor.cpu;

import java.util.List;

/**
 * Rotary positions (Su et al. 2021) in the half-split layout, for heads that turn whole.
 *
 * @param headDim numbers of a head
 * @param turning how many columns turn: those of queries and keys
 * @param cosines of each position and column, [positions][turning]
 * @param sines likewise, negative in a head's first half
 */
@SuppressWarnings("ArrayRecordComponent")
public record Turns(int headDim, int turning, float[][] cosines, float[][] sines) {
  /**
   * Spreads a table over all heads.
   *
   * @param heads of queries and keys together
   * @param cos [positions * headDim], a head's halves equal
   * @param sin likewise
   */
  public static Turns of(int headDim, int heads, float[] cos, float[] sin) {
    int positions = cos.length / headDim;
    float[][] cosines = new float[positions][heads * headDim];
    float[][] sines = new float[positions][heads * headDim];
    for (int at = 0; at < positions; at++) {
      for (int i = 0; i < heads * headDim; i++) {
        int in = i % headDim;
        cosines[at][i] = cos[at * headDim + in];
        sines[at][i] = in < headDim / 2 ? -sin[at * headDim + in] : sin[at * headDim + in];
      }
    }
    return new Turns(headDim, heads * headDim, cosines, sines);
  }

  /**
   * Writes queries, keys and values side by side, queries and keys turned by their positions.
   *
   * @param products of one input: queries and keys, which come first, and values
   * @param length rows whose positions count from 0 before they begin anew
   * @param out [rows, all columns]
   */
  public void write(List<ByteSums> products, int length, Rows out) {
    int n = out.columns();
    int half = headDim / 2;
    Team.rows(
        out.count(),
        n,
        (from, to) -> {
          Scratch scratch = Scratch.of(n);
          float[] part = new float[n];
          float[] x = scratch.x;
          float[] turned = scratch.y;
          for (int row = from; row < to; row++) {
            int column = 0;
            for (ByteSums product : products) {
              product.read(row, part, scratch.z, scratch);
              System.arraycopy(part, 0, x, column, product.columns());
              column += product.columns();
            }
            for (int head = 0; head < turning; head += headDim) {
              System.arraycopy(x, head, turned, head + half, half);
              System.arraycopy(x, head + half, turned, head, half);
            }
            int at = row % length;
            Vectors.turn(x, cosines[at], turned, sines[at], x, turning);
            out.write(row, x, scratch);
          }
        });
  }
}
