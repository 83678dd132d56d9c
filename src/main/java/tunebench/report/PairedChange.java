package tunebench.report;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tunebench.eval.RunningMean;

/**
 * What training changed, product by product: the same products were priced before and after, so the
 * interval of the difference says more than two intervals side by side.
 */
final class PairedChange {
  private PairedChange() {}

  /** Error after minus error before, in dollars; null without a product that was priced twice. */
  static RunningMean.@Nullable Point of(List<PricedProduct> products) {
    var mean = new RunningMean();
    RunningMean.Point last = null;
    for (PricedProduct product : products) {
      PricedProduct.Answer before = product.before();
      if (before != null) {
        last = mean.add(product.after().error(product.truth()) - before.error(product.truth()));
      }
    }
    return last;
  }

  /** One sentence, which claims a change only where the 95 % interval excludes none. */
  static String sentence(List<PricedProduct> products) {
    RunningMean.Point change = of(products);
    if (change == null) {
      return "No product was priced both before and after training.";
    }
    String amount = Units.dollars(Math.abs(change.mean()));
    String over = Units.number("over %,d product%s", change.n(), change.n() == 1 ? "" : "s");
    if (change.ci95().hi() < 0 || change.ci95().lo() > 0) {
      return Units.number(
          "Training %s the mean error by %s (± %,.2f, 95 %%) %s.",
          change.mean() < 0 ? "lowered" : "raised", amount, change.ci95().halfWidth(), over);
    }
    return Units.number(
        "The mean error changed by %s %s: too little, or over too few products, to be told from"
            + " chance.",
        Units.dollars(change.mean()), over);
  }
}
