package tunebench.parity;

import java.util.Locale;

/**
 * How far an export lies from what it was made from, on the same rows.
 *
 * @param export what was checked
 * @param reference what it was checked against, in words
 * @param rows products that both priced
 * @param meanDistance mean over the rows of the total variation distance between the two
 *     distributions over whole-dollar answers: 0 for the same, 1 for nothing in common
 * @param largestDistance of any row
 * @param limit that the mean distance may reach
 * @param referenceMae of the distribution's median, in dollars
 * @param exportMae likewise
 * @param maeChange the second less the first
 * @param passed whether the mean distance is within the limit
 */
public record ParityReport(
    String export,
    String reference,
    int rows,
    double meanDistance,
    double largestDistance,
    double limit,
    double referenceMae,
    double exportMae,
    double maeChange,
    boolean passed) {

  /** For people. */
  public String sentence() {
    return String.format(
        Locale.ROOT,
        "Parity %s: over %d rows the prices' distributions differ by %.4f on average (limit %.2f)"
            + " and the MAE by $%.2f from %s.",
        passed ? "passed" : "FAILED",
        rows,
        meanDistance,
        limit,
        maeChange,
        reference);
  }
}
