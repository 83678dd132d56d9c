package tunebench.service;

import tunebench.run.StepPoint;
import tunebench.train.StepRecord;

/** What the trainer says of a step, as it is kept and told. */
public final class StepPoints {
  private StepPoints() {}

  /**
   * The same figures.
   *
   * @param memoryBytes that the device held after the step, 0 where nobody measured
   */
  public static StepPoint of(StepRecord step, long memoryBytes) {
    return new StepPoint(
        step.step(),
        step.steps(),
        step.epoch(),
        step.loss(),
        step.priceLoss(),
        step.learningRate(),
        step.gradientNorm(),
        step.tokens(),
        step.seconds(),
        memoryBytes,
        step.rows(),
        step.rowLosses());
  }
}
