package tunebench.eval;

import java.util.ArrayList;
import java.util.List;

/** Ways to take one price from a distribution. */
public enum PointRule {
  /** The likeliest price: what greedy generation answers. */
  MODE {
    @Override
    double price(PriceDistribution distribution) {
      return distribution.mode();
    }
  },
  /** The three likeliest prices, weighed by probability: the course's improved answer. */
  TOP_THREE {
    @Override
    double price(PriceDistribution distribution) {
      return PricePoint.weightedMean(distribution.top(3)).orElseThrow();
    }
  },
  /** The expected price. */
  MEAN {
    @Override
    double price(PriceDistribution distribution) {
      return distribution.mean();
    }
  },
  /** The middle price. */
  MEDIAN {
    @Override
    double price(PriceDistribution distribution) {
      return distribution.median();
    }
  };

  /** Dollars. */
  abstract double price(PriceDistribution distribution);

  /**
   * The predictions with this rule's guess; one without a distribution keeps the guess that it has.
   */
  public List<Prediction> apply(List<Prediction> predictions) {
    List<Prediction> applied = new ArrayList<>();
    for (Prediction p : predictions) {
      PriceDistribution distribution = PriceDistribution.of(p.distribution());
      applied.add(
          distribution == null
              ? p
              : new Prediction(
                  p.row(),
                  p.title(),
                  p.truth(),
                  price(distribution),
                  p.text(),
                  true,
                  p.distribution()));
    }
    return applied;
  }
}
