package tunebench.tensor.cpu;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;
import tunebench.tensor.Kernels;
import tunebench.tensor.Matrix;

/** Makes weights in 4-bit blocks dense. */
final class WeightLoops {
  private static final int BLOCK = 64;
  private static final int NESTED = 256;
  private static final int BYTE = 0xff;

  private WeightLoops() {}

  /** out = a weight in 4-bit blocks. */
  static void dequantize(Kernels.Blocks weight, Matrix out) {
    int n = out.columns();
    Rows rows = Rows.of(out);
    Scales scales = Scales.of(weight);
    float[] pairs = floats(weight.pairs());
    MemorySegment codes = Rows.of(weight.codes()).memory();
    long first = weight.codes().column();
    Team.rows(
        out.rows(),
        n,
        (from, to) -> {
          Scratch s = Scratch.of(n + 1);
          byte[] bytes = new byte[n / 2 + 2];
          for (int row = from; row < to; row++) {
            long at = (long) row * n;
            int odd = (int) (at & 1);
            MemorySegment.copy(
                codes,
                ValueLayout.JAVA_BYTE,
                first + at / 2,
                bytes,
                0,
                Math.toIntExact((at + n + 1) / 2 - at / 2));
            look(bytes, pairs, s.x, odd, n);
            scale(s.x, at, n, scales);
            rows.write(row, s.x, s);
          }
        });
  }

  /** Looks up both numbers of each byte, of which the first may belong to the row before. */
  private static void look(byte[] bytes, float[] pairs, float[] x, int odd, int n) {
    int at = 0;
    int i = 0;
    if (odd == 1) {
      x[at++] = pairs[2 * (bytes[i++] & BYTE) + 1];
    }
    for (; at < n - 1; at += 2) {
      int code = 2 * (bytes[i++] & BYTE);
      x[at] = pairs[code];
      x[at + 1] = pairs[code + 1];
    }
    if (at < n) {
      x[at] = pairs[2 * (bytes[i] & BYTE)];
    }
  }

  private static void scale(float[] x, long first, int n, Scales scales) {
    int at = 0;
    while (at < n) {
      long block = (first + at) / BLOCK;
      int end = (int) Math.min(n, (block + 1) * BLOCK - first);
      float factor = scales.of(block);
      for (; at < end; at++) {
        x[at] *= factor;
      }
    }
  }

  private static float[] floats(Matrix m) {
    Rows rows = Rows.of(m);
    float[] all = new float[m.rows() * m.columns()];
    MemorySegment.copy(
        rows.memory(),
        ValueLayout.JAVA_FLOAT_UNALIGNED,
        (long) m.column() * Float.BYTES,
        all,
        0,
        all.length);
    return all;
  }

  /** A weight's scales, in float32 or as codes with scales of their own. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Scales(
      MemorySegment memory, long first, float @Nullable [] code, float[] nested, float offset) {
    static Scales of(Kernels.Blocks weight) {
      MemorySegment memory = Rows.of(weight.scales()).memory();
      long first = weight.scales().column();
      Matrix code = weight.nestedCode();
      Matrix nested = weight.nestedScales();
      Matrix offset = weight.offset();
      return code == null || nested == null || offset == null
          ? new Scales(memory, first, null, new float[0], 0)
          : new Scales(memory, first, floats(code), floats(nested), floats(offset)[0]);
    }

    float of(long block) {
      if (code == null) {
        return memory.get(ValueLayout.JAVA_FLOAT_UNALIGNED, (first + block) * Float.BYTES);
      }
      int level = memory.get(ValueLayout.JAVA_BYTE, first + block) & BYTE;
      return code[level] * nested[(int) (block / NESTED)] + offset;
    }
  }
}
