package tunebench.data;

/** What can be wrong with a row although it was read, the gravest first. */
public enum Risk {
  /** Question and answer do not fit, so that nothing could be learned: the row is left out. */
  NO_ANSWER(100),
  /** The text says the price: the model learns to copy, and scores for it. */
  PRICE_IN_PROMPT(80),
  /** The prompt says nothing about the product. */
  EMPTY_TEXT(60),
  /** The price is not one of those that the templates and tokens are made for. */
  PRICE_OUT_OF_RANGE(40),
  /** The end of the text is cut off. */
  TRUNCATED(10);

  private final int weight;

  Risk(int weight) {
    this.weight = weight;
  }

  /** How grave it is beside the others. */
  public int weight() {
    return weight;
  }
}
