package tunebench.train;

import tunebench.BadInputException;

/**
 * How to train; the defaults are the course's where it has one.
 *
 * @param epochs passes over the data
 * @param batch rows per device step
 * @param accumulation device steps per update
 * @param learningRate peak rate
 * @param warmupRatio share of the updates in which the rate rises
 * @param weightDecay of AdamW
 * @param maxGradientNorm gradients are scaled down to it
 * @param maxTokens longest row, answer included
 * @param trainOnEnd whether the end token is learned
 * @param groupByLength whether rows of similar length share a batch, to save padding
 * @param checkpointing whether a layer's activations are recomputed in the backward pass instead of
 *     kept
 * @param maxSteps stop after so many updates; 0 for no limit
 * @param seed of order, initial adapter and dropout
 */
public record TrainSettings(
    int epochs,
    int batch,
    int accumulation,
    double learningRate,
    double warmupRatio,
    double weightDecay,
    double maxGradientNorm,
    int maxTokens,
    boolean trainOnEnd,
    boolean groupByLength,
    boolean checkpointing,
    int maxSteps,
    long seed) {

  public TrainSettings {
    positive("epochs", epochs);
    positive("batch", batch);
    positive("accumulation", accumulation);
    positive("learning-rate", learningRate);
    positive("max-grad-norm", maxGradientNorm);
    positive("max-tokens", maxTokens);
    if (warmupRatio < 0 || warmupRatio > 1) {
      throw new BadInputException("--warmup-ratio must be from 0 to 1, not " + warmupRatio + ".");
    }
    if (weightDecay < 0 || maxSteps < 0) {
      throw new BadInputException("--weight-decay and --max-steps must not be negative.");
    }
  }

  /** The course's first version, with its longest row of 182 tokens. */
  public static TrainSettings course() {
    return new TrainSettings(1, 4, 1, 1e-4, 0.03, 0.001, 0.3, 182, false, true, true, 0, 42);
  }

  private static void positive(String option, double value) {
    if (!(value > 0)) {
      throw new BadInputException("--%s must be above 0, not %s.".formatted(option, value));
    }
  }
}
