package tunebench.data;

import java.util.regex.Pattern;

/** Tells thousands separators from decimal marks. */
final class Thousands {
  private static final Pattern GROUPED = Pattern.compile("[1-9][0-9]{0,2}(?:[.,' ][0-9]{3})+");
  private static final Pattern DIGITS = Pattern.compile("[0-9]*");

  private Thousands() {}

  /**
   * The number with a point as its decimal mark and no separators, or "" if it is not one number.
   * With both a point and a comma the later one is the decimal mark. A comma with three digits
   * behind it parts thousands ("1,299"); a point does so only in {@code european} prices.
   */
  static String removed(String number, boolean european) {
    int mark = decimalMark(number, european);
    String whole = mark < 0 ? number : number.substring(0, mark);
    String cents = mark < 0 ? "" : number.substring(mark + 1);
    boolean plain = DIGITS.matcher(whole).matches();
    boolean grouped = GROUPED.matcher(whole).matches() && oneKind(whole);
    boolean markInGroups = mark >= 0 && whole.indexOf(number.charAt(mark)) >= 0;
    if (!(plain || (grouped && !markInGroups)) || !DIGITS.matcher(cents).matches()) {
      return "";
    }
    return "0" + onlyDigits(whole) + (cents.isEmpty() ? "" : "." + cents);
  }

  /** Where the decimal mark stands, or -1 if there is none. */
  private static int decimalMark(String number, boolean european) {
    int point = number.lastIndexOf('.');
    int comma = number.lastIndexOf(',');
    int mark = Math.max(point, comma);
    if (point >= 0 && comma >= 0) {
      return mark;
    }
    if (mark < 0 || number.indexOf(number.charAt(mark)) != mark) {
      return -1;
    }
    boolean thousands = GROUPED.matcher(number).matches() && (comma >= 0 || european);
    return thousands ? -1 : mark;
  }

  private static boolean oneKind(String number) {
    return number.chars().filter(c -> !Character.isDigit(c)).distinct().count() <= 1;
  }

  private static String onlyDigits(String number) {
    return number.replaceAll("[^0-9]", "");
  }
}
