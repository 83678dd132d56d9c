package tunebench.eval;

import java.util.List;
import tunebench.BadInputException;

/**
 * The course's figures for a set of predictions.
 *
 * @param n how many predictions, unparsed ones included (their guess is 0)
 * @param mae mean absolute error in dollars
 * @param maeCi95 mae -+ 1.96 sd / sqrt(n), with the sample's sd; NaN at n = 1
 * @param maeBootstrap95 the same by resampling, which allows for skewed errors
 * @param rmsle root of the mean squared difference of ln(price + 1)
 * @param hits per cent of the predictions that are {@link Band#GREEN}
 * @param hitCount how many those are
 * @param mse mean squared error in dollars squared
 * @param r2 share of the prices' variance that the guesses explain, at most 1; below 0 they are
 *     worse than the constant mean; NaN when all true prices are the same
 * @param unparsed answers from which no price could be read
 * @param negative guesses below 0, which rmsle counts as 0 because it takes a logarithm
 */
public record Metrics(
    int n,
    double mae,
    Interval maeCi95,
    Interval maeBootstrap95,
    double rmsle,
    double hits,
    int hitCount,
    double mse,
    double r2,
    int unparsed,
    int negative) {

  /** Scores the predictions; refuses an empty list with a {@link BadInputException}. */
  public static Metrics of(List<Prediction> predictions) {
    if (predictions.isEmpty()) {
      throw new BadInputException("There are no predictions to score; give at least one row.");
    }
    int n = predictions.size();
    double[] errors = predictions.stream().mapToDouble(Prediction::error).toArray();
    double meanTruth = predictions.stream().mapToDouble(Prediction::truth).sum() / n;
    var running = new RunningMean();
    RunningMean.Point mae = running.add(errors[0]);
    double squares = errors[0] * errors[0];
    for (int i = 1; i < n; i++) {
      mae = running.add(errors[i]);
      squares += errors[i] * errors[i];
    }
    double logSquares = 0;
    double variation = 0;
    int hits = 0;
    int unparsed = 0;
    int negative = 0;
    for (Prediction prediction : predictions) {
      double guess = Math.max(0, prediction.guess());
      logSquares += square(Math.log1p(prediction.truth()) - Math.log1p(guess));
      variation += square(prediction.truth() - meanTruth);
      hits += prediction.band() == Band.GREEN ? 1 : 0;
      unparsed += prediction.parsed() ? 0 : 1;
      negative += prediction.guess() < 0 ? 1 : 0;
    }
    return new Metrics(
        n,
        mae.mean(),
        mae.ci95(),
        Bootstrap.mean95(errors),
        Math.sqrt(logSquares / n),
        100.0 * hits / n,
        hits,
        squares / n,
        variation > 0 ? 1 - squares / variation : Double.NaN,
        unparsed,
        negative);
  }

  private static double square(double value) {
    return value * value;
  }
}
