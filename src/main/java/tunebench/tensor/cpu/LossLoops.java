package tunebench.tensor.cpu;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;
import tunebench.tensor.Matrix;

/** Cross-entropy, and its gradient. */
final class LossLoops {
  /** An exponential takes as long as so many numbers that are read and written. */
  private static final int COSTLY = 4;

  private LossLoops() {}

  /** See {@link tunebench.tensor.Kernels#crossEntropy}. */
  static void crossEntropy(
      Rows logits, Matrix labels, double share, Rows losses, @Nullable Rows gradient) {
    MemorySegment told = Rows.of(labels).memory();
    int n = logits.columns();
    Team.rows(
        logits.count(),
        COSTLY * n,
        (from, to) -> {
          Scratch s = Scratch.of(n);
          for (int row = from; row < to; row++) {
            logits.read(row, s.x, s);
            int label =
                Math.toIntExact(told.get(ValueLayout.JAVA_LONG_UNALIGNED, (long) row * Long.BYTES));
            float said = s.x[label];
            float most = Vectors.most(s.x, n);
            Vectors.exp(s.x, most, n);
            float sum = Vectors.sum(s.x, n);
            losses
                .memory()
                .set(
                    ValueLayout.JAVA_FLOAT_UNALIGNED,
                    (long) (losses.column() + row) * Float.BYTES,
                    (float) (Math.log(sum) + most - said));
            if (gradient != null) {
              Vectors.scale(s.x, (float) (share / sum), n);
              s.x[label] -= (float) share;
              gradient.write(row, s.x, s);
            }
          }
        });
  }
}
