package tunebench.token;

/**
 * One row as the model is trained on it.
 *
 * @param row the line it came from
 * @param ids question, answer, and the end token where that is trained
 * @param firstLabel position in {@code ids} from which tokens carry loss; those before carry none
 * @param shortened whether the product's text was cut so that the answer fits
 */
@SuppressWarnings("ArrayRecordComponent")
public record TokenizedExample(int row, int[] ids, int firstLabel, boolean shortened) {
  public TokenizedExample {
    if (firstLabel < 1 || firstLabel >= ids.length) {
      throw new IllegalArgumentException("row %d has no answer token to learn".formatted(row));
    }
  }

  /** Tokens in all. */
  public int length() {
    return ids.length;
  }

  /** Tokens that carry loss. */
  public int labels() {
    return ids.length - firstLabel;
  }
}
