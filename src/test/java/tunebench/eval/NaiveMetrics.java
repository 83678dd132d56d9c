package tunebench.eval;

/** The formulas written down one by one with loops over plain arrays: the oracle of Metrics. */
final class NaiveMetrics {
  private NaiveMetrics() {}

  static double mae(double[] truth, double[] guess) {
    double sum = 0;
    for (int i = 0; i < truth.length; i++) {
      sum += Math.abs(truth[i] - guess[i]);
    }
    return sum / truth.length;
  }

  static double halfWidth(double[] truth, double[] guess) {
    double mean = mae(truth, guess);
    double sum = 0;
    for (int i = 0; i < truth.length; i++) {
      sum += Math.pow(Math.abs(truth[i] - guess[i]) - mean, 2);
    }
    return 1.96 * Math.sqrt(sum / (truth.length - 1)) / Math.sqrt(truth.length);
  }

  static double rmsle(double[] truth, double[] guess) {
    double sum = 0;
    for (int i = 0; i < truth.length; i++) {
      double clamped = guess[i] < 0 ? 0 : guess[i];
      sum += Math.pow(Math.log(truth[i] + 1) - Math.log(clamped + 1), 2);
    }
    return Math.sqrt(sum / truth.length);
  }

  static int hits(double[] truth, double[] guess) {
    int hits = 0;
    for (int i = 0; i < truth.length; i++) {
      double error = Math.abs(truth[i] - guess[i]);
      if (error < 40 || error / truth[i] < 0.2) {
        hits++;
      }
    }
    return hits;
  }

  static double r2(double[] truth, double[] guess) {
    double mean = 0;
    for (double t : truth) {
      mean += t / truth.length;
    }
    double residual = 0;
    double total = 0;
    for (int i = 0; i < truth.length; i++) {
      residual += Math.pow(truth[i] - guess[i], 2);
      total += Math.pow(truth[i] - mean, 2);
    }
    return 1 - residual / total;
  }
}
