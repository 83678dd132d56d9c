package tunebench.ui.work;

/** The one state that a screen is in. */
public enum Phase {
  /** There is nothing to show yet; the screen says what would fill it. */
  EMPTY,
  /** Something is being fetched or computed; the screen says what. */
  BUSY,
  /** There is something to see. */
  READY,
  /** It did not work; the screen says what to do. */
  FAILED
}
