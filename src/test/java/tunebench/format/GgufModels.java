package tunebench.format;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Tiny models of each family, in the shapes of the reference fixtures. */
final class GgufModels {
  private GgufModels() {}

  static GgufModel tiny(GgufFamily family, Optional<GgufRope.Scaling> scaling) {
    boolean gemma = family.isGemma();
    int headWidth = gemma || family == GgufFamily.QWEN3 ? 32 : 16;
    boolean windows = gemma || family == GgufFamily.PHI3;
    return new GgufModel(
        family,
        96,
        256,
        2,
        64,
        160,
        4,
        2,
        headWidth,
        1e-5,
        new GgufRope(500_000, headWidth, scaling),
        windows ? OptionalInt.of(8) : OptionalInt.empty(),
        family == GgufFamily.GEMMA3 ? OptionalDouble.of(10_000) : OptionalDouble.empty(),
        family == GgufFamily.GEMMA2 ? OptionalDouble.of(50) : OptionalDouble.empty(),
        family == GgufFamily.GEMMA2 ? OptionalDouble.of(30) : OptionalDouble.empty(),
        family == GgufFamily.QWEN2,
        gemma);
  }
}
