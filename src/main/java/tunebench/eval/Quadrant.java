package tunebench.eval;

/** What became of a row between two runs, by the course's green band. */
public enum Quadrant {
  /** Only the second run hits. */
  FIXED,
  /** Only the first run hits. */
  BROKEN,
  BOTH_RIGHT,
  BOTH_WRONG;

  static Quadrant of(Prediction first, Prediction second) {
    boolean before = first.band() == Band.GREEN;
    boolean after = second.band() == Band.GREEN;
    if (before) {
      return after ? BOTH_RIGHT : BROKEN;
    }
    return after ? FIXED : BOTH_WRONG;
  }
}
