package tunebench.service.work;

import java.util.List;
import tunebench.run.StepPoint;

/**
 * When the loss of the price token had come half of its way down, by its moving mean over a
 * fiftieth of the run: single steps jump too much to be believed.
 *
 * @param step the first at which it had; the last step where the loss did not fall
 * @param first the mean at the start, in nats
 * @param last at the end
 */
record HalfFall(int step, double first, double last) {
  private static final int PARTS = 50;

  /** Of a run's steps, at least one. */
  static HalfFall of(List<StepPoint> steps) {
    int window = Math.max(1, steps.size() / PARTS);
    double first = mean(steps, 0, window);
    double last = mean(steps, steps.size() - window, window);
    double half = (first + last) / 2;
    for (int from = 0; last < first && from + window <= steps.size(); from++) {
      if (mean(steps, from, window) <= half) {
        return new HalfFall(steps.get(from + window - 1).step(), first, last);
      }
    }
    return new HalfFall(steps.getLast().step(), first, last);
  }

  boolean fell() {
    return last < first;
  }

  private static double mean(List<StepPoint> steps, int from, int count) {
    return steps.subList(from, from + count).stream()
        .mapToDouble(StepPoint::priceLoss)
        .average()
        .orElse(Double.NaN);
  }
}
