package tunebench.data;

/** The parts of a split, in the order in which they may leak into one another. */
public enum Part {
  TRAIN,
  VALIDATION,
  TEST
}
