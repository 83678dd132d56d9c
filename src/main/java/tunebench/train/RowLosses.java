package tunebench.train;

import java.util.ArrayList;
import java.util.List;
import tunebench.token.Batch;

/**
 * The mean loss of each row of a batch, over its labelled tokens.
 *
 * @param rows lines, in the batch's order
 * @param losses in nats, in the same order
 */
public record RowLosses(List<Integer> rows, List<Double> losses) {

  /**
   * Of a batch.
   *
   * @param perLabel losses of its labelled tokens, in their order
   */
  public static RowLosses of(Batch batch, float[] perLabel) {
    double[] sums = new double[batch.size()];
    int[] counts = new int[batch.size()];
    for (int i = 0; i < perLabel.length; i++) {
      sums[batch.owner()[i]] += perLabel[i];
      counts[batch.owner()[i]]++;
    }
    List<Double> losses = new ArrayList<>(sums.length);
    for (int i = 0; i < sums.length; i++) {
      losses.add(sums[i] / counts[i]);
    }
    return new RowLosses(batch.rows(), losses);
  }
}
