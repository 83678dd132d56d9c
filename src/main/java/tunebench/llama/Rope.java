package tunebench.llama;

import org.jspecify.annotations.Nullable;

/**
 * Rotary frequencies of a model.
 *
 * @param theta the base: frequency i of d/2 is theta^(-2i/d)
 * @param scaling how they are stretched for long contexts, or null
 */
public record Rope(double theta, @Nullable Scaling scaling) {
  /** Ways of stretching. */
  public sealed interface Scaling {}

  /** All frequencies divided by the factor. */
  public record Linear(double factor) implements Scaling {}

  /**
   * Llama 3.1's: low frequencies divided by the factor, high ones kept, those between blended.
   * Wavelengths are measured against the context length of the first training.
   */
  public record Llama3(
      double factor, double lowFrequencyFactor, double highFrequencyFactor, int originalContext)
      implements Scaling {}

  /** Phi-3's long form: one divisor per frequency, and a factor on cosines and sines. */
  @SuppressWarnings("ArrayRecordComponent")
  public record PerFrequency(double[] divisors, double attentionFactor) implements Scaling {}

  /**
   * Inverse frequencies in radians per position, [dim / 2], each rounded to float32 as the
   * references hold them.
   */
  public double[] inverseFrequencies(int dim) {
    double[] result = new double[dim / 2];
    for (int i = 0; i < result.length; i++) {
      double plain = (float) (1.0 / (float) Math.pow(theta, 2.0 * i / dim));
      result[i] = (float) scaled(plain, i);
    }
    return result;
  }

  /** The factor on cosines and sines. */
  public double attentionFactor() {
    return scaling instanceof PerFrequency p ? p.attentionFactor : 1;
  }

  private double scaled(double frequency, int index) {
    return switch (scaling) {
      case null -> frequency;
      case Linear linear -> frequency / linear.factor;
      case PerFrequency each -> frequency / each.divisors[index];
      case Llama3 s -> {
        double wavelength = 2 * Math.PI / frequency;
        if (wavelength < s.originalContext / s.highFrequencyFactor) {
          yield frequency;
        }
        if (wavelength > s.originalContext / s.lowFrequencyFactor) {
          yield frequency / s.factor;
        }
        double smooth =
            (s.originalContext / wavelength - s.lowFrequencyFactor)
                / (s.highFrequencyFactor - s.lowFrequencyFactor);
        yield (1 - smooth) * frequency / s.factor + smooth * frequency;
      }
    };
  }
}
