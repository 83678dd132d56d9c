package tunebench.run;

/**
 * When a run is saved, judged and stopped.
 *
 * @param every updates between checkpoints; at most so many are lost when the power fails
 * @param keep how many of the newest stay on disk, besides the best
 * @param evaluateEvery updates between evaluations on the validation part; 0 for none
 * @param evaluateRows products per evaluation; 0 for the whole part
 * @param patience evaluations without a better MAE after which the run ends; 0 for never
 * @param watchdogLoss a loss above which a step counts as lost; 0 for no watchdog
 * @param watchdogSteps lost steps in a row after which the run ends
 */
public record CheckpointChoice(
    int every,
    int keep,
    int evaluateEvery,
    int evaluateRows,
    int patience,
    double watchdogLoss,
    int watchdogSteps) {

  /** A checkpoint each 100 updates, three of them kept; no evaluation and no early end. */
  public static CheckpointChoice standard() {
    return new CheckpointChoice(100, 3, 0, 0, 0, 0, 0);
  }
}
