package tunebench.eval;

import java.util.OptionalDouble;
import java.util.regex.Pattern;

/**
 * Python's {@code float(text)}, which the course applies to single tokens: it allows space around
 * the number, leading zeros, digits of any script, single underscores between digits, exponents,
 * and the words nan, inf and infinity.
 */
public final class PythonFloat {
  private static final Pattern NUMBER;

  static {
    String digits = "\\d(?:_?\\d)*";
    NUMBER =
        Pattern.compile(
            "[-+]?(?:%1$s(?:\\.(?:%1$s)?)?|\\.%1$s)(?:[eE][-+]?%1$s)?".formatted(digits));
  }

  private PythonFloat() {}

  /** The value, which may be NaN or infinite; empty where Python raises ValueError. */
  public static OptionalDouble parse(String text) {
    String plain = ascii(text);
    double sign = plain.startsWith("-") ? -1 : 1;
    String unsigned = plain.startsWith("-") || plain.startsWith("+") ? plain.substring(1) : plain;
    if (unsigned.equalsIgnoreCase("inf") || unsigned.equalsIgnoreCase("infinity")) {
      return OptionalDouble.of(sign * Double.POSITIVE_INFINITY);
    }
    if (unsigned.equalsIgnoreCase("nan")) {
      return OptionalDouble.of(Double.NaN);
    }
    return NUMBER.matcher(plain).matches()
        ? OptionalDouble.of(Double.parseDouble(plain.replace("_", "")))
        : OptionalDouble.empty();
  }

  /** The value where it is a finite number. */
  public static OptionalDouble finite(String text) {
    OptionalDouble value = parse(text);
    return keep(value, Double.isFinite(value.orElse(Double.NaN)));
  }

  /**
   * A token's price in dollars where the course keeps it: above 0. Infinity, which the course lets
   * through, is dropped: it would make the mean of all tokens infinite.
   */
  public static OptionalDouble tokenPrice(String token) {
    OptionalDouble value = finite(token);
    return keep(value, value.orElse(0) > 0);
  }

  private static OptionalDouble keep(OptionalDouble value, boolean wanted) {
    return wanted ? value : OptionalDouble.empty();
  }

  /** Strips what Python counts as space and writes every digit as 0 to 9. */
  private static String ascii(String text) {
    int[] points = text.codePoints().toArray();
    int from = 0;
    int to = points.length;
    while (from < to && isSpace(points[from])) {
      from++;
    }
    while (to > from && isSpace(points[to - 1])) {
      to--;
    }
    StringBuilder plain = new StringBuilder();
    for (int i = from; i < to; i++) {
      int digit = Character.isDigit(points[i]) ? Character.digit(points[i], 10) : -1;
      if (digit >= 0) {
        plain.append(digit);
      } else {
        plain.appendCodePoint(points[i]);
      }
    }
    return plain.toString();
  }

  // Java's isWhitespace leaves out the no-break spaces, isSpaceChar leaves out tab and newline.
  private static boolean isSpace(int point) {
    return Character.isWhitespace(point) || Character.isSpaceChar(point) || point == 0x85;
  }
}
