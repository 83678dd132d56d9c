package tunebench.eval;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * A range from lo to hi; in JSON the array {@code [lo, hi]}. Both ends are NaN when the range is
 * not known, for example from a single row.
 */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
@JsonPropertyOrder({"lo", "hi"})
public record Interval(double lo, double hi) {

  /** From {@code middle} less {@code halfWidth} to {@code middle} plus it. */
  public static Interval around(double middle, double halfWidth) {
    return new Interval(middle - halfWidth, middle + halfWidth);
  }

  public double halfWidth() {
    return (hi - lo) / 2;
  }
}
