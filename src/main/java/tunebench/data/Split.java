package tunebench.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import tunebench.BadInputException;

/**
 * Products shuffled by a seed and dealt into three disjoint parts. The same products, counts and
 * seed give the same parts on every machine.
 */
public record Split(List<Product> train, List<Product> validation, List<Product> test) {

  public Split {
    train = List.copyOf(train);
    validation = List.copyOf(validation);
    test = List.copyOf(test);
  }

  /**
   * Deals by counts; products beyond their sum are left out.
   *
   * @throws BadInputException if there are fewer products than asked for
   */
  public static Split byCounts(
      List<Product> products, int train, int validation, int test, long seed) {
    if (validation < 0 || test < 0) {
      throw new BadInputException(
          "A split has no negative counts; it was asked for %d to validate and %d to test."
              .formatted(validation, test));
    }
    if (train < 1) {
      throw new BadInputException(
          "Of %d products %d to validate and %d to test leave none to train on; ask for fewer."
              .formatted(products.size(), validation, test));
    }
    long asked = (long) train + validation + test;
    if (asked > products.size()) {
      throw new BadInputException(
          "The split asks for %d + %d + %d rows, but the data has %d; ask for fewer."
              .formatted(train, validation, test, products.size()));
    }
    List<Product> shuffled = shuffled(products, seed);
    return new Split(
        shuffled.subList(0, train),
        shuffled.subList(train, train + validation),
        shuffled.subList(train + validation, train + validation + test));
  }

  /**
   * Deals by fractions of 1; training gets all that validation and test leave.
   *
   * @throws BadInputException if the fractions leave nothing to train on
   */
  public static Split byFractions(
      List<Product> products, double validation, double test, long seed) {
    if (!(validation >= 0 && test >= 0 && validation + test < 1)) {
      throw new BadInputException(
          "The fractions for validation and test must not be negative and must sum to less than 1;"
              + " they are %s and %s.".formatted(validation, test));
    }
    int validationRows = (int) Math.round(products.size() * validation);
    int testRows = (int) Math.round(products.size() * test);
    int train = products.size() - validationRows - testRows;
    return byCounts(products, train, validationRows, testRows, seed);
  }

  /** Fisher and Yates, spelled out: the library's own shuffle may change between versions. */
  private static List<Product> shuffled(List<Product> products, long seed) {
    List<Product> deck = new ArrayList<>(products);
    Random random = new Random(seed);
    for (int last = deck.size() - 1; last > 0; last--) {
      Collections.swap(deck, last, random.nextInt(last + 1));
    }
    return deck;
  }
}
