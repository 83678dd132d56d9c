package tunebench.eval;

import tunebench.BadInputException;

/**
 * How questions are put to a model.
 *
 * @param batch questions at a time
 * @param newTokens most tokens to generate; 0 generates none
 * @param dollars whether the distribution over whole-dollar answers is wanted
 */
public record PredictSettings(int batch, int newTokens, boolean dollars) {
  /** The course's first version generates four tokens. */
  public static final int COURSE_V1_TOKENS = 4;

  /** Its second version generates eight. */
  public static final int COURSE_V2_TOKENS = 8;

  public PredictSettings {
    if (batch < 1 || newTokens < 0) {
      throw new BadInputException(
          "Prediction needs a batch of at least 1 and no negative number of tokens, not %d and %d."
              .formatted(batch, newTokens));
    }
  }

  /** Everything that a model can say about a price, as many questions at a time as given. */
  public static PredictSettings everything(int batch) {
    return new PredictSettings(batch, COURSE_V1_TOKENS, true);
  }
}
