package tunebench.run;

/**
 * Everything that decides what a training run does: the same spec on the same files gives the same
 * run.
 *
 * @param name for people; may be ""
 * @param training how weights are updated
 * @param saving when the run is saved, judged and stopped
 */
public record TrainSpec(
    String name,
    ModelChoice model,
    DataChoice data,
    AdapterChoice adapter,
    Hyperparameters training,
    CheckpointChoice saving) {

  /** The course's settings for a model and a dataset. */
  public static TrainSpec course(String folder, String dataset) {
    return new TrainSpec(
        "",
        ModelChoice.course(folder),
        DataChoice.of(dataset, 100, 250),
        AdapterChoice.course(),
        Hyperparameters.course(),
        CheckpointChoice.standard());
  }
}
