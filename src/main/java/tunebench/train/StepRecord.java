package tunebench.train;

import java.util.List;

/**
 * What one update did.
 *
 * @param step counted from 1
 * @param steps planned in all
 * @param epoch passes over the data so far, with the fraction
 * @param loss mean over the labelled tokens of all rows of the update
 * @param priceLoss mean over the first answer tokens alone: the constant rest of the answer hides
 *     what they do
 * @param learningRate used in this step
 * @param gradientNorm before clipping
 * @param tokens without padding
 * @param seconds that the step took
 * @param rows lines in the step
 * @param rowLosses mean loss of each of them, in the same order
 */
public record StepRecord(
    int step,
    int steps,
    double epoch,
    double loss,
    double priceLoss,
    double learningRate,
    double gradientNorm,
    int tokens,
    double seconds,
    List<Integer> rows,
    List<Double> rowLosses) {}
