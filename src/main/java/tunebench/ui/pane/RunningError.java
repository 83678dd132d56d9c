package tunebench.ui.pane;

import java.util.List;
import tunebench.run.EvaluationRow;

/**
 * The mean absolute error after each priced row, with its 95 % interval: 1.96 standard errors of
 * the mean, the variance by Welford's method (Technometrics 4, 1962). For the live chart alone; the
 * interval of a result is the service's bootstrap.
 */
@SuppressWarnings("ArrayRecordComponent") // Columns of a chart; nobody compares them.
record RunningError(double[] n, double[] mean, double[] low, double[] high) {
  private static final double Z95 = 1.96;

  /** From two rows on there is an interval; before, its ends are NaN. */
  static RunningError of(List<EvaluationRow> rows) {
    int size = rows.size();
    var out =
        new RunningError(new double[size], new double[size], new double[size], new double[size]);
    double mean = 0;
    double squares = 0;
    for (int i = 0; i < size; i++) {
      double error = rows.get(i).error();
      double off = error - mean;
      mean += off / (i + 1);
      squares += off * (error - mean);
      double half = i == 0 ? Double.NaN : Z95 * Math.sqrt(squares / i / (i + 1));
      out.n[i] = i + 1;
      out.mean[i] = mean;
      out.low[i] = Math.max(0, mean - half);
      out.high[i] = mean + half;
    }
    return out;
  }
}
