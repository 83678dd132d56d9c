package tunebench.data;

/** Finds out which character parts the cells of a CSV file. */
final class Delimiter {
  private static final char[] CANDIDATES = {',', ';', '\t'};

  private Delimiter() {}

  /**
   * The candidate that occurs most often in the header, quotes left aside; a comma if none does.
   */
  static char of(String text) {
    char best = CANDIDATES[0];
    int most = 0;
    for (char candidate : CANDIDATES) {
      int count = countInHeader(text, candidate);
      if (count > most) {
        most = count;
        best = candidate;
      }
    }
    return best;
  }

  private static int countInHeader(String text, char candidate) {
    boolean quoted = false;
    boolean begun = false;
    int count = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      quoted ^= c == '"';
      begun |= c != '\n' && c != '\r';
      if (begun && !quoted && (c == '\n' || c == '\r')) {
        break;
      }
      count += !quoted && c == candidate ? 1 : 0;
    }
    return count;
  }
}
