package tunebench.ui.fake;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import tunebench.run.EvaluationRow;
import tunebench.run.PriceBelief;
import tunebench.run.PriceSpan;
import tunebench.run.PriceWeight;
import tunebench.run.Scores;

/** Rows of an evaluation that follow from their place, and the scores of rows. */
public final class FakeRows {
  private FakeRows() {}

  public static EvaluationRow row(int index, boolean tuned) {
    double truth = FakeData.product(index + 100).price();
    SplittableRandom random = new SplittableRandom(index);
    double noise = tuned ? 0.32 : 1.15;
    double guess = Math.clamp(Math.round(truth * Math.exp(noise * random.nextGaussian())), 1, 999);
    boolean parsed = index % 83 != 41;
    if (!parsed) {
      guess = 0;
    }
    double error = Math.abs(truth - guess);
    String band =
        error < 40 || error / truth < 0.2
            ? "GREEN"
            : error < 80 || error / truth < 0.4 ? "ORANGE" : "RED";
    List<PriceWeight> prices = new ArrayList<>();
    double[] shares = {0.31, 0.17, 0.12, 0.08, 0.06, 0.04, 0.03};
    for (int i = 0; i < shares.length; i++) {
      double at = Math.max(1, guess + (i == 0 ? 0 : (i % 2 == 0 ? 1 : -1) * guess * 0.07 * i));
      prices.add(new PriceWeight(Math.round(at), shares[i]));
    }
    return new EvaluationRow(
        "final",
        index,
        index + 100,
        FakeData.name(index + 100),
        FakeData.kind(index + 100),
        truth,
        guess,
        parsed ? Math.round(guess) + ".00" : "about the same as",
        parsed,
        band,
        prices,
        belief(guess));
  }

  private static PriceBelief belief(double guess) {
    List<PriceSpan> spans = new ArrayList<>();
    for (double level : new double[] {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95}) {
      double low = Math.max(0, Math.rint(guess * (1 - 0.6 * level)));
      spans.add(new PriceSpan(level, low, Math.rint(guess * (1 + 0.6 * level)), level + 0.01));
    }
    return new PriceBelief(Math.rint(guess), guess, guess * 1.02, Math.rint(guess), 0.99, spans);
  }

  public static Scores scores(List<EvaluationRow> rows) {
    int n = rows.size();
    double mae = rows.stream().mapToDouble(EvaluationRow::error).average().orElse(Double.NaN);
    double variance =
        rows.stream().mapToDouble(r -> Math.pow(r.error() - mae, 2)).sum() / Math.max(1, n - 1);
    double half = n < 2 ? Double.NaN : 1.96 * Math.sqrt(variance / n);
    double rmsle =
        Math.sqrt(
            rows.stream()
                .mapToDouble(r -> Math.pow(Math.log1p(r.truth()) - Math.log1p(r.guess()), 2))
                .average()
                .orElse(Double.NaN));
    double hits = 100.0 * rows.stream().filter(r -> r.band().equals("GREEN")).count() / n;
    double mse = rows.stream().mapToDouble(r -> r.error() * r.error()).average().orElse(0);
    int unread = (int) rows.stream().filter(r -> !r.parsed()).count();
    return new Scores("final", n, mae, mae - half, mae + half, rmsle, hits, mse, 0.62, unread);
  }

  public static List<EvaluationRow> rows(boolean tuned, int n) {
    List<EvaluationRow> rows = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      rows.add(row(i, tuned));
    }
    return rows;
  }
}
