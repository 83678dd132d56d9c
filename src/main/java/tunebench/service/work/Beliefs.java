package tunebench.service.work;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tunebench.eval.Interval;
import tunebench.eval.PriceDistribution;
import tunebench.eval.PricePoint;
import tunebench.eval.Reliability;
import tunebench.run.PriceBelief;
import tunebench.run.PriceSpan;

/** The figures of a whole distribution, which a row keeps in its place. */
final class Beliefs {
  private Beliefs() {}

  /** Of points in any order; null where none carries weight. */
  static @Nullable PriceBelief of(List<PricePoint> points) {
    PriceDistribution distribution = PriceDistribution.of(points);
    if (distribution == null) {
      return null;
    }
    List<PriceSpan> spans = new ArrayList<>();
    for (double level : Reliability.LEVELS) {
      Interval interval = distribution.interval(level);
      spans.add(
          new PriceSpan(level, interval.lo(), interval.hi(), distribution.probability(interval)));
    }
    return new PriceBelief(
        distribution.mode(),
        PricePoint.weightedMean(
                distribution.top(3).stream().filter(point -> point.price() > 0).toList())
            .orElse(0),
        distribution.mean(),
        distribution.median(),
        distribution.mass(),
        spans);
  }
}
