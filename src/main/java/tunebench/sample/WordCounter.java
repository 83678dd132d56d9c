package tunebench.sample;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tunebench.format.SplitPattern;

/**
 * Cuts text into the pieces over whose borders no token reaches, and counts them. Pieces with
 * digits are left out, for the tokens of numbers are given and not learned; so are pieces too long
 * to be words.
 */
final class WordCounter {
  private static final int LONGEST = 64;
  private static final Pattern SPLIT =
      Pattern.compile(SplitPattern.LLAMA3.regex(), Pattern.UNICODE_CHARACTER_CLASS);

  private final Map<String, Long> counts = new LinkedHashMap<>();

  void add(String text) {
    Matcher pieces = SPLIT.matcher(text);
    while (pieces.find()) {
      if (pieces.end() - pieces.start() <= LONGEST && !numeric(text.codePointAt(pieces.start()))) {
        counts.merge(pieces.group(), 1L, Long::sum);
      }
    }
  }

  /** In the order in which the pieces first came. */
  Map<String, Long> counts() {
    return counts;
  }

  /** The pattern puts a number into a piece of its own, so its first character tells. */
  private static boolean numeric(int character) {
    int type = Character.getType(character);
    return type == Character.DECIMAL_DIGIT_NUMBER
        || type == Character.LETTER_NUMBER
        || type == Character.OTHER_NUMBER;
  }
}
