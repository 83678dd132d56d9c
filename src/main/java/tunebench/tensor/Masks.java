package tunebench.tensor;

/** Numbers that the two kinds of dropout share. */
public final class Masks {
  private Masks() {}

  /** The hash below which a number is dropped, so that {@code share} of them are. */
  public static long limit(double share) {
    return Math.round(share * 4294967296.0);
  }
}
