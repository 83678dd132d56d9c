package tunebench.data;

import java.util.regex.Pattern;

/** The words and signs by which a number in a product's text is known as money or as a measure. */
final class MoneyWords {
  /** What stands right before or behind an amount of money. */
  static final String CURRENCY =
      "(?:us ?)?\\p{Sc}|(?:"
          + oneOf("usd eur euro euros gbp cad aud chf inr jpy dollar dollars bucks quid")
          + ")";

  /** The words that announce a price, up to three small words before the amount. */
  private static final Pattern PRICE_WORD =
      pattern(
          "(?<!\\p{L})(?:"
              + oneOf(
                  """
                  price priced prices pricing cost costs costing msrp rrp srp retail retails retailing
                  sell sells selling sold sale worth value valued pay paid
                  """)
              + ")(?:[\\s:=~-]+(?:"
              + oneOf(
                  """
                  is of at for was now just only about around approximately tag you it me under a the
                  new list value price
                  """)
              + ")){0,3}[\\s:=~(-]*$");

  /** What makes the number before it a measure. */
  private static final Pattern UNIT =
      pattern(
          "^\\s?-?\\s?(?:[\"”″'’′%°x×/*²³]|in(?!\\s+(?:stock|store|total|cash))(?!\\p{L})|(?:"
              + oneOf(
                  """
                  inch inches ft feet foot yard yards yd mm cm km m meter meters metre metres mile miles
                  thick wide long high tall deep dia diameter gauge awg sq by
                  oz ounce ounces fl lb lbs pound pounds kg kgs kilo kilos g gr gram grams mg carat
                  carats karat karats ml l liter liters litre litres gal gallon gallons cup cups qt
                  quart quarts pint pints
                  v volt volts w watt watts amp amps ma mah ah wh kwh hz khz mhz ghz kb mb gb tb mp
                  megapixel megapixels dpi psi bar rpm mph db lumen lumens kelvin degree degrees
                  star stars out of percent ratio times pc pcs piece pieces pack packs pk count ct set
                  sets year years yr yrs month months week weeks day days hour hours hr hrs minute
                  minutes min mins second seconds sec secs ms
                  """)
              + ")(?!\\p{L}))");

  /** What makes the number behind it a measure, a version or a grade. */
  private static final Pattern QUANTITY =
      pattern(
          "(?:[x×/*#]|(?<!\\p{L})(?:"
              + oneOf(
                  """
                  weigh weighs weight weighing length width height depth diameter thickness size sizes
                  radius dimension dimensions capacity volume rated rating star stars version ver v
                  bluetooth usb hdmi wifi wi-fi android ios model no nr part type ph score power voltage
                  measure measures measuring screen display approx approximately by
                  """)
              + "))[\\s:.=(-]*(?:is|of|about|approx)?\\s*$");

  private MoneyWords() {}

  static boolean announcesPrice(String before) {
    return PRICE_WORD.matcher(before).find();
  }

  static boolean isUnit(String behind) {
    return UNIT.matcher(behind).find();
  }

  static boolean announcesQuantity(String before) {
    return QUANTITY.matcher(before).find();
  }

  /** Signs and words in either case. */
  static Pattern pattern(String regex) {
    return Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  }

  private static String oneOf(String words) {
    return String.join("|", words.strip().split("\\s+"));
  }
}
