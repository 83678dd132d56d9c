package tunebench.format;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Rotary positions as a GGUF file tells them.
 *
 * @param base the base frequency (theta)
 * @param dimensions how many of a head's dimensions are turned
 * @param scaling how frequencies are stretched for long contexts, if at all
 */
public record GgufRope(double base, int dimensions, Optional<Scaling> scaling) {

  /** A stretch of the frequencies. */
  public sealed interface Scaling {
    /** All frequencies divided by a factor. */
    record Linear(double factor) implements Scaling {}

    /** YaRN, by its parameters. */
    record Yarn(double factor, int originalContext) implements Scaling {}

    /**
     * LLaMA 3.1's: long waves divided by the factor, short ones left, smooth between. A GGUF file
     * has only its outcome, the tensor {@code rope_freqs.weight}.
     */
    record Llama3(double factor, double lowFrequency, double highFrequency, int originalContext)
        implements Scaling {

      /** What each frequency is divided by, for a head of so many turned dimensions. */
      double[] divisors(double base, int dimensions) {
        double[] divisors = new double[dimensions / 2];
        for (int i = 0; i < divisors.length; i++) {
          double wave = 2 * Math.PI * Math.pow(base, 2.0 * i / dimensions);
          double smooth = (originalContext / wave - lowFrequency) / (highFrequency - lowFrequency);
          double kept = Math.clamp(smooth, 0, 1);
          divisors[i] = 1 / ((1 - kept) / factor + kept);
        }
        return divisors;
      }
    }

    /** A divisor for each frequency: Phi's LongRoPE. */
    record PerFrequency(List<Double> shortFactors, List<Double> longFactors, int originalContext)
        implements Scaling {
      public PerFrequency {
        shortFactors = List.copyOf(shortFactors);
        longFactors = List.copyOf(longFactors);
      }

      /** The factor on attention that goes with a stretch to so many tokens (Ding et al. 2024). */
      double attentionFactor(int context) {
        double stretch = (double) context / originalContext;
        return stretch <= 1 ? 1 : Math.sqrt(1 + Math.log(stretch) / Math.log(originalContext));
      }
    }
  }

  private static final double TOLERANCE = 1e-3;

  /**
   * The parameters of LLaMA 3's scaling that explain the divisors: low and high frequency factors 1
   * and 4 as published, any factor, any original context that is a power of two (Meta's is 8192).
   */
  static Optional<Scaling> llama3(List<Double> divisors, double base, int dimensions) {
    double factor = divisors.stream().mapToDouble(Double::doubleValue).max().orElse(1);
    return IntStream.concat(IntStream.of(8192), IntStream.rangeClosed(4, 20).map(p -> 1 << p))
        .mapToObj(original -> new Scaling.Llama3(factor, 1, 4, original))
        .filter(scaling -> explains(scaling.divisors(base, dimensions), divisors))
        .<Scaling>map(scaling -> scaling)
        .findFirst();
  }

  private static boolean explains(double[] expected, List<Double> divisors) {
    if (expected.length != divisors.size()) {
      return false;
    }
    for (int i = 0; i < expected.length; i++) {
      if (!(Math.abs(expected[i] - divisors.get(i)) <= TOLERANCE * expected[i])) {
        return false;
      }
    }
    return true;
  }
}
