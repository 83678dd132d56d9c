package tunebench.run;

/**
 * How the weights are updated.
 *
 * @param epochs passes over the data
 * @param batch rows per device step
 * @param accumulation device steps per update
 * @param learningRate peak rate
 * @param warmupRatio share of the updates in which the rate rises
 * @param weightDecay of AdamW
 * @param maxGradientNorm gradients are scaled down to it
 * @param maxTokens longest row, answer included
 * @param dropLong whether rows that are longer are left out instead of cut
 * @param trainOnEnd whether the end token is learned
 * @param groupByLength whether rows of similar length share a batch
 * @param checkpointing whether activations are recomputed instead of kept
 * @param maxSteps stop after so many updates; 0 for no limit
 * @param seed of order, first adapter and dropout
 */
public record Hyperparameters(
    int epochs,
    int batch,
    int accumulation,
    double learningRate,
    double warmupRatio,
    double weightDecay,
    double maxGradientNorm,
    int maxTokens,
    boolean dropLong,
    boolean trainOnEnd,
    boolean groupByLength,
    boolean checkpointing,
    int maxSteps,
    long seed) {

  /** The course's first version. */
  public static Hyperparameters course() {
    return new Hyperparameters(
        1, 4, 1, 1e-4, 0.03, 0.001, 0.3, 182, false, false, true, true, 0, 42);
  }
}
