package tunebench.eval;

/** What the rows say about the second of two runs. */
public enum Verdict {
  /** Its mean absolute error is lower, and chance alone would hardly make it so. */
  BETTER,
  /** Its mean absolute error is higher, and chance alone would hardly make it so. */
  WORSE,
  /** Chance alone could make the difference. */
  CANNOT_TELL
}
