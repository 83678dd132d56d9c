package tunebench.eval;

import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a price from generated text by the rules of the course's two versions. */
public enum AnswerParser {
  /**
   * Reads what follows the first {@code Price is $}; a text without these words is taken for the
   * generated part alone and read whole.
   */
  COURSE_V1 {
    @Override
    String answer(String text) {
      int at = text.indexOf(LEAD);
      return at < 0 ? text : text.substring(at + LEAD.length());
    }
  },
  /** Reads the generated part, which is all the text there is. */
  COURSE_V2 {
    @Override
    String answer(String text) {
      return text;
    }
  };

  private static final String LEAD = "Price is $";

  // Python's \d is every decimal digit of Unicode. A sign counts only before a decimal point, so
  // "-5" reads as 5 and "-5.0" as -5: the course's rule, kept because its figures rest on it.
  private static final Pattern NUMBER = Pattern.compile("[-+]?\\p{Nd}*\\.\\p{Nd}+|\\p{Nd}+");

  /**
   * The first number in the answer, in dollars, after commas and dollar signs are taken out. Empty
   * when there is none (the course then counts 0 dollars) or when it exceeds every double.
   */
  public OptionalDouble price(String text) {
    Matcher number = NUMBER.matcher(answer(text).replace(",", "").replace("$", ""));
    return number.find() ? PythonFloat.finite(number.group()) : OptionalDouble.empty();
  }

  abstract String answer(String text);
}
