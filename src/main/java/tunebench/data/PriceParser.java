package tunebench.data;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tunebench.BadInputException;

/**
 * Reads one price out of a cell such as "$1,299.00", "12.99 gbp" or "1.299,00 €". The currency is
 * not converted.
 *
 * @param min the smallest amount that counts as a price
 * @param max the largest
 */
public record PriceParser(double min, double max) {
  /** The bounds of the course, so that every price rounds to 0 to 999. */
  public static final PriceParser COURSE = new PriceParser(0.5, 999.49);

  private static final Set<String> ABSENT =
      Set.of("", "none", "null", "nan", "n/a", "na", "-", "?", "unknown");

  private static final Pattern CURRENCY =
      Pattern.compile(
          "\\p{Sc}|(?<![a-z])(us|usd|gbp|eur|euros?|dollars?|cad|aud|nzd|chf|jpy|inr|cny|sek|nok|dkk"
              + "|kr|rs)(?![a-z])\\.?");
  private static final Pattern RANGE =
      Pattern.compile("[0-9.,]+\\s*(-|–|—|to|bis)\\s*[0-9.,]+", Pattern.UNICODE_CHARACTER_CLASS);

  /** A second currency sign before a second number, as in "$13.98 $ 13 . 98". */
  private static final Pattern SECOND_AMOUNT = Pattern.compile("[0-9].*\\p{Sc} ?[0-9]");

  private static final Pattern AMOUNT = Pattern.compile("([-−+]?)([0-9][0-9.,' ]*|\\.[0-9]+)");

  /** No price is longer, in characters; a whole article in the price column is not searched. */
  private static final int LONGEST = 1000;

  public PriceParser {
    if (!(min <= max)) {
      throw new BadInputException(
          "The price bounds are %s to %s; the first must not be the larger one."
              .formatted(min, max));
    }
  }

  /** What a cell turned out to hold. */
  public sealed interface Reading {}

  /** A price within the bounds. */
  public record Price(double amount) implements Reading {}

  /** No price, and why not. */
  public record Refused(String reason) implements Reading {}

  /** Reads a cell. */
  public Reading parse(String cell) {
    if (cell.length() > LONGEST) {
      return new Refused("not a price");
    }
    String text = cell.toLowerCase(Locale.ROOT).replaceAll("[\\h\\s]+", " ").strip();
    if (ABSENT.contains(text)) {
      return new Refused("the price is missing");
    }
    String bare = CURRENCY.matcher(text).replaceAll("").strip();
    if (RANGE.matcher(bare).matches()) {
      return new Refused("the price is a range; a single price is needed");
    }
    if (SECOND_AMOUNT.matcher(text).find()) {
      return new Refused("more than one amount; a single price is needed");
    }
    Matcher amount = AMOUNT.matcher(bare.replaceFirst("^([-−+]) ", "$1"));
    if (!amount.matches()) {
      return new Refused("not a price");
    }
    String digits =
        Thousands.removed(amount.group(2).strip(), text.contains("€") || text.contains("eur"));
    if (digits.isEmpty()) {
      return new Refused("not a price");
    }
    boolean negative = !amount.group(1).isEmpty() && !amount.group(1).equals("+");
    return bounded(new BigDecimal(digits), negative);
  }

  private Reading bounded(BigDecimal amount, boolean negative) {
    if (amount.signum() == 0) {
      return new Refused("the price is zero");
    }
    if (negative) {
      return new Refused("the price is negative");
    }
    double price = amount.doubleValue();
    if (price < min) {
      return new Refused("the price is under the smallest allowed, " + plain(min));
    }
    if (price > max) {
      return new Refused("the price is over the largest allowed, " + plain(max));
    }
    return new Price(price);
  }

  private static String plain(double bound) {
    return BigDecimal.valueOf(bound).stripTrailingZeros().toPlainString();
  }
}
