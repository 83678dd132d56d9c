package tunebench.nn;

/**
 * Rotary positions (Su et al. 2021) in the half-split layout of the Hub's checkpoints: the first
 * half of a head is rotated against the second by an angle that grows with the position.
 */
public final class RotaryEmbedding {
  private RotaryEmbedding() {}

  /**
   * Emits the rotation of the first {@code rotaryDim} numbers of each head.
   *
   * @param x name of a tensor [b, heads, s, d]
   * @param cos name of a tensor [b or 1, 1, s, rotaryDim]
   * @param sin likewise
   */
  public static String emit(
      Code code, String x, String cos, String sin, int rotaryDim, int headDim) {
    if (rotaryDim == headDim) {
      return rotate(code, x, cos, sin, headDim);
    }
    String turning = code.let("torch.slice(%s, -1, 0, %d, 1)".formatted(x, rotaryDim));
    String still = code.let("torch.slice(%s, -1, %d, %d, 1)".formatted(x, rotaryDim, headDim));
    return code.let(
        "torch.cat([%s, %s], -1)".formatted(rotate(code, turning, cos, sin, rotaryDim), still));
  }

  private static String rotate(Code code, String x, String cos, String sin, int dim) {
    String low = code.let("torch.slice(%s, -1, 0, %d, 1)".formatted(x, dim / 2));
    String high = code.let("torch.slice(%s, -1, %d, %d, 1)".formatted(x, dim / 2, dim));
    String turned = code.let("torch.cat([torch.neg(%s), %s], -1)".formatted(high, low));
    return code.let(
        "torch.add(torch.mul(%s, %s), torch.mul(%s, %s))".formatted(x, cos, turned, sin));
  }

  /**
   * The table of angles in radians.
   *
   * @param inverseFrequencies [d/2]
   * @param positions the positions wanted, row after row
   * @param factor on cosines and sines, 1 unless the model's long form asks for more
   * @return cosines and sines, each [positions, d] with the two halves equal
   */
  public static Table table(double[] inverseFrequencies, long[] positions, double factor) {
    int half = inverseFrequencies.length;
    float[] cos = new float[positions.length * half * 2];
    float[] sin = new float[cos.length];
    for (int p = 0; p < positions.length; p++) {
      for (int i = 0; i < half; i++) {
        // The references take the product in float32; so do we, or late positions would differ.
        float angle = (float) positions[p] * (float) inverseFrequencies[i];
        int at = p * half * 2 + i;
        cos[at] = (float) (Math.cos(angle) * factor);
        sin[at] = (float) (Math.sin(angle) * factor);
        cos[at + half] = cos[at];
        sin[at + half] = sin[at];
      }
    }
    return new Table(cos, sin);
  }

  /** Cosines and sines, each [positions, d]. */
  @SuppressWarnings("ArrayRecordComponent")
  public record Table(float[] cos, float[] sin) {}
}
