package tunebench.parity;

import java.util.Locale;

/**
 * How far an export lies from what it was made from, in its prices of the same rows and in its
 * weights.
 *
 * @param export what was checked
 * @param reference what it was checked against, in words
 * @param rows products that both priced
 * @param meanDistance mean over the rows of the total variation distance between the two
 *     distributions over whole-dollar answers: 0 for the same, 1 for nothing in common
 * @param largestDistance of any row
 * @param limit that the mean distance may reach
 * @param worstTensor the tensor that lies farthest from the reference's
 * @param worstTensorDistance of that tensor as a share of its length; for an adapter, of its change
 *     to the base
 * @param tensorLimit that it may reach
 * @param referenceMae of the distribution's median, in dollars
 * @param exportMae likewise
 * @param maeChange the second less the first
 * @param passed whether both distances are within their limits
 */
public record ParityReport(
    String export,
    String reference,
    int rows,
    double meanDistance,
    double largestDistance,
    double limit,
    String worstTensor,
    double worstTensorDistance,
    double tensorLimit,
    double referenceMae,
    double exportMae,
    double maeChange,
    boolean passed) {

  /** For people. */
  public String sentence() {
    String prices =
        String.format(
            Locale.ROOT,
            "Parity %s: over %d rows the prices' distributions differ by %.4f on average (limit"
                + " %.2f) and the MAE by $%.2f from %s.",
            passed ? "passed" : "FAILED",
            rows,
            meanDistance,
            limit,
            maeChange,
            reference);
    String weights =
        String.format(
            Locale.ROOT,
            " The farthest tensor, %s, differs by %.4f of its length (limit %.2f).",
            worstTensor,
            worstTensorDistance,
            tensorLimit);
    return prices + weights;
  }
}
