package tunebench.ui.fake;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import tunebench.run.StepPoint;

/** Steps of a training that follow from a seed. */
public final class FakeSteps {
  private FakeSteps() {}

  public static StepPoint step(int step, int seed) {
    SplittableRandom random = new SplittableRandom(31L * step + seed);
    double fall = Math.exp(-step / (90.0 + 25 * seed));
    double price = 3.1 + 3.4 * fall + 0.28 * random.nextGaussian();
    double loss = price / 3 + 0.9 * fall + 0.05 * random.nextGaussian();
    double warm = Math.min(1, step / 18.0);
    double rate = 1e-4 * warm * (0.5 + 0.5 * Math.cos(Math.PI * step / 600.0));
    return new StepPoint(
        step,
        600,
        step / 600.0,
        step == 333 ? Double.NaN : loss,
        step == 333 ? Double.NaN : price,
        rate,
        0.8 + 2.2 * fall + 0.2 * Math.abs(random.nextGaussian()),
        640,
        0.21 + 0.02 * random.nextDouble(),
        412_000_000L + 900_000L * (step % 40),
        List.of(4 * step, 4 * step + 1, 4 * step + 2, 4 * step + 3),
        List.of(loss - 0.3, loss + 0.2, loss + 0.4, loss - 0.3));
  }

  static List<StepPoint> steps(int n, int seed) {
    List<StepPoint> steps = new ArrayList<>();
    for (int i = 1; i <= n; i++) {
      steps.add(step(i, seed));
    }
    return steps;
  }
}
