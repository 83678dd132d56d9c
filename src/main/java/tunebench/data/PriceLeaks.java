package tunebench.data;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds a product's price in its text. An amount counts if it equals the price and is marked as
 * money, by a currency next to it or a word such as "costs" before it; whole dollars then stand for
 * the rounded price too, which is all that the model is asked for. A bare number counts only if it
 * has the price's cents and measures nothing: "19.99" in a lamp's text is its price, "19.99 cm",
 * "4.50 stars" and "100 pieces" are not. Numbers in words ("twenty dollars") are not found.
 */
public final class PriceLeaks {
  /** From this price on, dollars without their cents give the price away ("19" for 19.99). */
  private static final double CUT_CENTS = 10;

  private static final double CENT = 0.005;
  private static final int AROUND = 24;

  /** Digits, parted by thousands or not, with cents or not; some shops write "13 . 98". */
  private static final String NUMBER =
      "\\d{1,3}(?:[,.']\\d{3})+(?:[.,]\\d{1,2})?|\\d+(?:(?:[.,]| \\. )\\d{1,2})?";

  /** An amount that is no part of a longer number or word, with the currencies beside it. */
  private static final Pattern AMOUNT =
      MoneyWords.pattern(
          "(?:(?<before>(?<!\\p{L})(?:"
              + MoneyWords.CURRENCY
              + ")\\s{0,2})|(?<![\\d.,\\p{L}]))"
              + "(?<number>"
              + NUMBER
              + ")(?!\\d|[.,]\\d)"
              + "(?<after>(?:[.,][-–])?\\s{0,2}(?:"
              + MoneyWords.CURRENCY
              + ")(?!\\p{L}|\\s?\\d))?");

  private PriceLeaks() {}

  /**
   * Every place in the text that gives the price away, in order.
   *
   * @param price in the unit of the text's amounts, unrounded
   */
  public static List<PriceLeak> find(String text, double price) {
    List<PriceLeak> leaks = new ArrayList<>();
    Matcher amount = AMOUNT.matcher(text);
    while (amount.find()) {
      String why = why(text, amount, price);
      if (!why.isEmpty()) {
        int start = amount.start("number");
        int end = amount.end("number");
        leaks.add(
            new PriceLeak(start, end, amount.group("number"), excerpt(text, start, end), why));
      }
    }
    return leaks;
  }

  private static String why(String text, Matcher amount, double price) {
    String number = amount.group("number");
    boolean currency = amount.group("before") != null || amount.group("after") != null;
    boolean european = text.contains("€") || number.matches(".*\\.\\d{3},\\d{1,2}");
    String digits = Thousands.removed(number.replace(" ", ""), european);
    if (digits.isEmpty()) {
      return "";
    }
    double value = Double.parseDouble(digits);
    boolean cents = digits.contains(".");
    boolean exact = Math.abs(value - price) < CENT;
    boolean rounded =
        !cents && (value == Math.rint(price) || (price >= CUT_CENTS && value == Math.floor(price)));
    if (!exact && !rounded) {
      return "";
    }
    if (currency) {
      return "a currency stands beside it";
    }
    String before = text.substring(0, amount.start("number"));
    if (MoneyWords.isUnit(text.substring(amount.end("number")))) {
      return "";
    }
    if (MoneyWords.announcesPrice(before)) {
      return "a word for prices stands before it";
    }
    boolean twoDigits = number.matches(".*[.,]\\d{2}");
    return exact && cents && twoDigits && !MoneyWords.announcesQuantity(before)
        ? "it has the price's cents"
        : "";
  }

  private static String excerpt(String text, int start, int end) {
    int from = Math.max(0, start - AROUND);
    int to = Math.min(text.length(), end + AROUND);
    return (from > 0 ? "…" : "")
        + text.substring(from, to).replaceAll("\\s+", " ").strip()
        + (to < text.length() ? "…" : "");
  }
}
