package tunebench.data;

import static java.util.stream.Collectors.joining;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The cleaning that the course's first version does before it writes prompts: it takes out brackets
 * and quotes, boilerplate of Amazon's details, and words that look like part numbers.
 */
public final class TextScrub {
  private static final Pattern CLUTTER =
      Pattern.compile("[:\\[\\]\"{}【】\\s]+", Pattern.UNICODE_CHARACTER_CLASS);

  /** A word of this many characters or more with a digit in it counts as a part number. */
  private static final int PART_NUMBER = 7;

  /** Taken out of the details in this order. */
  private static final List<String> BOILERPLATE =
      List.of(
          "\"Batteries Included?\": \"No\"",
          "\"Batteries Included?\": \"Yes\"",
          "\"Batteries Required?\": \"No\"",
          "\"Batteries Required?\": \"Yes\"",
          "By Manufacturer",
          "Item",
          "Date First",
          "Package",
          ":",
          "Number of",
          "Best Sellers",
          "Number",
          "Product ");

  private TextScrub() {}

  /**
   * A product whose contents are one piece, as in the course: description and details, freed of
   * boilerplate, stand in the description, and the details are "".
   */
  static Product joined(Product product) {
    String contents =
        Stream.of(product.description(), details(product.details()))
            .filter(part -> !part.isEmpty())
            .collect(joining("\n"));
    return new Product(
        product.line(),
        product.title(),
        contents,
        product.category(),
        product.brand(),
        "",
        product.price());
  }

  /** A product with its contents in one piece, and title and contents scrubbed. */
  public static Product scrub(Product product) {
    Product joined = joined(product);
    return new Product(
        joined.line(),
        text(joined.title()),
        text(joined.description()),
        joined.category(),
        joined.brand(),
        "",
        joined.price());
  }

  /** The details without Amazon's boilerplate. */
  static String details(String details) {
    String text = details;
    for (String boilerplate : BOILERPLATE) {
      text = text.replace(boilerplate, "");
    }
    return text;
  }

  /** A text without clutter and part numbers, on one line. */
  static String text(String text) {
    String line = CLUTTER.matcher(text).replaceAll(" ").strip();
    String tidy = line.replace(" ,", ",").replace(",,,", ",").replace(",,", ",");
    return Arrays.stream(tidy.split(" ", -1))
        .filter(word -> !looksLikePartNumber(word))
        .collect(joining(" "));
  }

  private static boolean looksLikePartNumber(String word) {
    return word.codePointCount(0, word.length()) >= PART_NUMBER
        && word.codePoints().anyMatch(Character::isDigit);
  }
}
