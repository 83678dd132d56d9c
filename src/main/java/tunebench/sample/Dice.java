package tunebench.sample;

import java.util.List;
import java.util.Random;
import tunebench.sample.Catalogue.Option;

/**
 * Seeded chance. {@link Random} spells its algorithm out in its contract, so a seed gives the same
 * shop on every JDK.
 */
final class Dice {
  private final Random random;

  Dice(long seed) {
    this.random = new Random(seed);
  }

  <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  /** An option, drawn by the shares. */
  Option pickShared(List<Option> options) {
    int left = random.nextInt(options.stream().mapToInt(Option::share).sum());
    for (Option option : options) {
      left -= option.share();
      if (left < 0) {
        return option;
      }
    }
    throw new AssertionError("the shares do not add up");
  }

  /** True with this probability. */
  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  /** A whole number from {@code low} to {@code high}, both included. */
  int between(int low, int high) {
    return low + random.nextInt(high - low + 1);
  }

  /** A draw from the standard normal distribution. */
  double normal() {
    return random.nextGaussian();
  }
}
