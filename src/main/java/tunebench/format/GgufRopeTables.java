package tunebench.format;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The scalings of rotary positions that GGUF says by a tensor of divisors. */
final class GgufRopeTables {
  private GgufRopeTables() {}

  /** Tensor name to divisors, one for each turned pair; empty if metadata alone says it all. */
  static Map<String, float[]> of(GgufRope rope) {
    Map<String, float[]> tables = new LinkedHashMap<>();
    rope.scaling()
        .ifPresent(
            scaling -> {
              switch (scaling) {
                case GgufRope.Scaling.Llama3 llama ->
                    tables.put(
                        "rope_freqs.weight",
                        floats(llama.divisors(rope.base(), rope.dimensions())));
                case GgufRope.Scaling.PerFrequency factors -> {
                  tables.put("rope_factors_long.weight", floats(factors.longFactors()));
                  tables.put("rope_factors_short.weight", floats(factors.shortFactors()));
                }
                case GgufRope.Scaling.Linear linear -> {}
                case GgufRope.Scaling.Yarn yarn -> {}
              }
            });
    return tables;
  }

  private static float[] floats(List<Double> values) {
    return floats(values.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private static float[] floats(double[] values) {
    float[] out = new float[values.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = (float) values[i];
    }
    return out;
  }
}
