package tunebench.run;

import java.util.Objects;

/**
 * Everything that decides what a training run does: the same spec on the same files gives the same
 * run.
 *
 * @param name for people; may be ""
 * @param training how weights are updated
 * @param saving when the run is saved, judged and stopped
 * @param tracking whom the run tells; changes nothing of what it does
 */
public record TrainSpec(
    String name,
    ModelChoice model,
    DataChoice data,
    AdapterChoice adapter,
    Hyperparameters training,
    CheckpointChoice saving,
    TrackChoice tracking) {

  public TrainSpec {
    // Records of older runs have none.
    tracking = Objects.requireNonNullElse(tracking, TrackChoice.none());
  }

  /** A run that tells nobody. */
  public TrainSpec(
      String name,
      ModelChoice model,
      DataChoice data,
      AdapterChoice adapter,
      Hyperparameters training,
      CheckpointChoice saving) {
    this(name, model, data, adapter, training, saving, TrackChoice.none());
  }

  /** The same run, telling these. */
  public TrainSpec telling(TrackChoice others) {
    return new TrainSpec(name, model, data, adapter, training, saving, others);
  }

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
