package tunebench.data;

import java.util.regex.Pattern;

/** Tells thousands separators from decimal marks. */
final class Thousands {
  private static final Pattern GROUPED = Pattern.compile("[1-9][0-9]{0,2}(?:[.,' ][0-9]{3})+");

  private Thousands() {}

  /**
   * The number with a point as its decimal mark and no separators, or "" if it is not one number.
   * With both a point and a comma the later one is the decimal mark. A comma with three digits
   * behind it parts thousands ("1,299"); a point does so only in {@code european} prices.
   */
  static String removed(String number, boolean european) {
    int point = number.lastIndexOf('.');
    int comma = number.lastIndexOf(',');
    int mark = Math.max(point, comma);
    boolean both = point >= 0 && comma >= 0;
    boolean repeated = mark >= 0 && number.indexOf(number.charAt(mark)) != mark;
    boolean grouped = GROUPED.matcher(number).matches();
    if (!both && (repeated || (grouped && (mark != point || european)))) {
      return grouped && oneKind(number) ? onlyDigits(number) : "";
    }
    String whole = mark < 0 ? number : number.substring(0, mark);
    String cents = mark < 0 ? "" : number.substring(mark + 1);
    boolean wholeFits =
        whole.matches("[0-9]*")
            || (GROUPED.matcher(whole).matches()
                && oneKind(whole)
                && whole.indexOf(number.charAt(mark < 0 ? 0 : mark)) < 0);
    if (!wholeFits || !cents.matches("[0-9]*")) {
      return "";
    }
    return "0" + onlyDigits(whole) + (cents.isEmpty() ? "" : "." + cents);
  }

  private static boolean oneKind(String number) {
    return number.chars().filter(c -> !Character.isDigit(c)).distinct().count() <= 1;
  }

  private static String onlyDigits(String number) {
    return number.replaceAll("[^0-9]", "");
  }
}
