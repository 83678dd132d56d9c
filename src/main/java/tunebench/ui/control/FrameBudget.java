package tunebench.ui.control;

/**
 * How much may be styled in one frame, as {@link Weight} reckons it. It shrinks by half after a
 * frame that took long and grows by little after short ones, as TCP finds the width of a line (Chiu
 * and Jain, 1989): each machine finds its own, also while it is busy with something else.
 */
final class FrameBudget {
  static final int LEAST = 8;
  static final int MOST = 32;

  /** A frame of up to this many milliseconds could have borne more. */
  static final double SHORT = 8;

  /** A frame of more than this is on its way to be felt. */
  static final double LONG = 16;

  private static final int MORE = 4;

  private int most = LEAST;

  /** The weight that the next frame bears. */
  int most() {
    return most;
  }

  /**
   * Learns from a frame in which something was styled.
   *
   * @param millis on the clock, for making, styling and layout
   */
  void took(double millis) {
    if (millis > LONG) {
      most = Math.max(LEAST, most / 2);
    } else if (millis < SHORT) {
      most = Math.min(MOST, most + MORE);
    }
  }
}
