package tunebench;

import org.jspecify.annotations.Nullable;

/**
 * Input that a person can put right: its message is one plain sentence that names the file, row,
 * field or setting and says what to do. The commands print that sentence alone and exit with 2.
 */
public final class BadInputException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public BadInputException(String sentence) {
    super(sentence);
  }

  public BadInputException(String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
  }
}
