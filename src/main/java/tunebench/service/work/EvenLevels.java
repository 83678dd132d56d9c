package tunebench.service.work;

import tunebench.model.TensorValues;
import tunebench.quant.CodeBook;

/**
 * INT4 for comparison only: fifteen evenly spaced levels per block of 64 with one 32-bit scale, at
 * the same bits as NF4 and FP4. No model is held in it.
 */
final class EvenLevels {
  static final String LABEL = "int4";
  private static final int MOST = 7;

  private EvenLevels() {}

  /** From -1 to 1 in sevenths. */
  static float[] book() {
    float[] levels = new float[2 * MOST + 1];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = (i - MOST) / (float) MOST;
    }
    return levels;
  }

  /** What is left of the values, block by block. */
  static TensorValues of(float[] values) {
    float[] kept = new float[values.length];
    for (int from = 0; from < values.length; from += CodeBook.BLOCK) {
      int to = Math.min(values.length, from + CodeBook.BLOCK);
      float largest = 0;
      for (int i = from; i < to; i++) {
        largest = Math.max(largest, Math.abs(values[i]));
      }
      float step = largest / MOST;
      for (int i = from; i < to; i++) {
        kept[i] = step == 0 ? 0 : Math.round(values[i] / step) * step;
      }
    }
    return new TensorValues(kept, 4 + 32.0 / CodeBook.BLOCK);
  }
}
