package tunebench.eval;

/** The course's traffic light: how far a guess may be off before it counts as a miss. */
public enum Band {
  /** Off by less than 40 dollars or less than 20 % of the true price: a hit. */
  GREEN(40, 0.2),
  /** Not a hit, but off by less than 80 dollars or less than 40 %. */
  ORANGE(80, 0.4),
  /** Everything else. */
  RED(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);

  private final double dollars;
  private final double share;

  Band(double dollars, double share) {
    this.dollars = dollars;
    this.share = share;
  }

  /** The band of a guess, both in dollars. A true price of 0 leaves only the rule in dollars. */
  public static Band of(double truth, double guess) {
    double error = Math.abs(truth - guess);
    for (Band band : values()) {
      if (error < band.dollars || error / truth < band.share) {
        return band;
      }
    }
    return RED;
  }

  /**
   * The error in dollars at which this band ends for a product of this true price. Infinite for
   * {@link #RED}.
   */
  public double limit(double truth) {
    return this == RED ? Double.POSITIVE_INFINITY : Math.max(dollars, share * truth);
  }
}
