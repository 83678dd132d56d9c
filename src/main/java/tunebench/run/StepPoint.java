package tunebench.run;

import java.util.List;

/**
 * One update of a training run. A loss may be NaN where the run diverged.
 *
 * @param step counted from 1
 * @param steps planned in all
 * @param epoch passes over the data so far, with the fraction
 * @param loss mean over the labelled tokens, in nats
 * @param priceLoss the same over the first answer tokens alone
 * @param learningRate used in this step
 * @param gradientNorm before clipping
 * @param tokens without padding
 * @param seconds that the step took
 * @param memoryBytes that the device held after the step
 * @param rows lines of the file that were in the step
 * @param rowLosses mean loss of each of them, in the same order
 */
public record StepPoint(
    int step,
    int steps,
    double epoch,
    double loss,
    double priceLoss,
    double learningRate,
    double gradientNorm,
    int tokens,
    double seconds,
    long memoryBytes,
    List<Integer> rows,
    List<Double> rowLosses) {

  public StepPoint {
    rows = List.copyOf(rows);
    rowLosses = List.copyOf(rowLosses);
  }

  /** Tokens without padding per second. */
  public double tokensPerSecond() {
    return tokens / seconds;
  }
}
