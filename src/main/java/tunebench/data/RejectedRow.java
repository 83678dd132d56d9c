package tunebench.data;

/**
 * A row that did not become a product.
 *
 * @param line the line of the file on which the row starts, from 1
 * @param column the column at fault as the file names it, or "" if it is the row as a whole
 * @param value what stands there, cut to {@link #LONGEST_VALUE} characters
 * @param reason why it was rejected, in words for a person
 */
public record RejectedRow(int line, String column, String value, String reason) {
  /** The most characters of a bad value that a report keeps. */
  public static final int LONGEST_VALUE = 120;

  public RejectedRow {
    if (value.length() > LONGEST_VALUE) {
      value = value.substring(0, LONGEST_VALUE - 1) + "…";
    }
  }
}
