package tunebench.lora;

/** How PEFT's {@code add_weighted_adapter} makes one adapter of several. */
public enum Combination {
  /**
   * A is the sum of the adapters' A, each times sqrt(|w s|) and the sign of w s, and B the sum of
   * their B, each times sqrt(|w s|), with weight w and scaling s: cheap, but only roughly the sum
   * of the updates, since A of one meets B of another. All ranks must be the same.
   */
  LINEAR,
  /**
   * A holds the adapters' A below one another, each times w s, and B their B side by side: exactly
   * the weighted sum of the updates, with the ranks added up.
   */
  CAT
}
