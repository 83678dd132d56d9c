package tunebench.parity;

import tunebench.format.GgufType;

/**
 * How far an export may lie from what it was made from.
 *
 * @param prices mean total variation distance of the distributions over prices
 * @param weights distance of each tensor as a share of its length; zeros have 1
 */
public record ParityLimits(double prices, double weights) {
  /** The same numbers in 16 bits or more: what is left is rounding and the order of sums. */
  public static final ParityLimits SAME = new ParityLimits(0.02, 0.01);

  /** Rounding to 8 bits. */
  public static final ParityLimits EIGHT_BITS = new ParityLimits(0.05, 0.05);

  /** Rounding to 4 bits. */
  public static final ParityLimits FOUR_BITS = new ParityLimits(0.15, 0.25);

  /** Of an export whose matrices are of a GGUF type. */
  public static ParityLimits of(GgufType type) {
    return switch (type) {
      case Q8_0 -> EIGHT_BITS;
      case Q4_0 -> FOUR_BITS;
      default -> SAME;
    };
  }
}
