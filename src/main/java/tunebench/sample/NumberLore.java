package tunebench.sample;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What people know about numbers without knowing any price: what follows what, what lies near, what
 * is between. A model whose prices are single tokens has no other way to learn that 41 is close to
 * 42.
 */
final class NumberLore {
  /** "Near" means within some ten per cent, and at least a few. */
  private static final double SPREAD = 0.12;

  private static final int HIGHEST = 999;

  private final Dice dice;

  NumberLore(Dice dice) {
    this.dice = dice;
  }

  /** One sentence. */
  String sentence() {
    return switch (dice.between(0, 5)) {
      case 0 -> count();
      case 1 -> order();
      case 2 -> middle();
      case 3 -> "Some numbers near " + near(number(), 6) + ".";
      default -> near();
    };
  }

  /** Small and large numbers alike: even in the logarithm. */
  private int number() {
    double log = dice.between(0, 1_000_000) / 1e6 * Math.log(HIGHEST);
    return Math.clamp(Math.round(Math.exp(log)), 1, HIGHEST);
  }

  private int around(int number) {
    double away = dice.normal() * Math.max(1, SPREAD * number);
    return Math.clamp(Math.round(number + away), 1, HIGHEST);
  }

  private String near() {
    int number = number();
    return dice.chance(0.5)
        ? around(number) + " is close to " + number + "."
        : "About " + number + " may be " + around(number) + ".";
  }

  private String near(int number, int count) {
    return number
        + ": "
        + IntStream.range(0, count)
            .mapToObj(i -> String.valueOf(around(number)))
            .collect(Collectors.joining(", "));
  }

  private String count() {
    int step = dice.between(1, 10);
    int from = dice.between(1, HIGHEST - 8 * step);
    return "Count by "
        + step
        + ": "
        + IntStream.range(0, 8)
            .mapToObj(i -> String.valueOf(from + i * step))
            .collect(Collectors.joining(", "))
        + ".";
  }

  private String order() {
    int one = number();
    int other = number();
    if (one == other) {
      return one + " and " + other + " are the same.";
    }
    return one + " is " + (one > other ? "more" : "less") + " than " + other + ".";
  }

  private String middle() {
    int low = number();
    int high = Math.min(HIGHEST, low + 2 * dice.between(0, 100));
    int exact = low + (high - low) / 2;
    return "In the middle between " + low + " and " + high + " is " + exact + ".";
  }
}
