package tunebench.quant;

import ai.djl.ndarray.NDArray;
import tunebench.tensor.Scope;

/**
 * A code book as tensors on a device, made once per model.
 *
 * @param pairs [256, 2] float32: the two values of each byte
 * @param midpoints [15] float32: where one value becomes nearer than the next
 * @param order [16] int64: codes by ascending value
 * @param nestedCode [256] float32: values of the 8-bit codes of scales
 * @param nestedMidpoints [255] float32
 */
public record Block4Tables(
    CodeBook book,
    NDArray pairs,
    NDArray midpoints,
    NDArray order,
    NDArray nestedCode,
    NDArray nestedMidpoints) {

  /** Puts the tables on the scope's device. */
  public static Block4Tables of(Scope scope, CodeBook book) {
    return of(scope, book, book.levels(), CodeBook.dynamic8());
  }

  /**
   * The tables of maps that came with a checkpoint.
   *
   * @param levels the 16 values in code order
   * @param nested the 256 values of the 8-bit codes of scales
   */
  static Block4Tables of(Scope scope, CodeBook book, float[] levels, float[] nested) {
    int[] ascending = CodeBook.ascending(levels);
    long[] order = new long[ascending.length];
    for (int i = 0; i < order.length; i++) {
      order[i] = ascending[i];
    }
    float[] between = new float[nested.length - 1];
    for (int i = 0; i < between.length; i++) {
      between[i] = (nested[i] + nested[i + 1]) / 2;
    }
    return new Block4Tables(
        book,
        scope.floats(CodeBook.pairs(levels), 256, 2),
        scope.floats(CodeBook.midpoints(levels), 15),
        scope.longs(order, 16),
        scope.floats(nested, 256),
        scope.floats(between, 255));
  }
}
