package tunebench.protocol;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Map;
import tunebench.run.DecoderChoice;
import tunebench.run.EvaluateSpec;
import tunebench.run.ModelChoice;
import tunebench.run.TrainSpec;

/** Work that takes the device for a while, one task at a time. */
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "type")
public sealed interface Task {

  /** Loads a model, measures what it holds, and lets it go. Yields {@link Outcome.Loaded}. */
  record LoadModel(ModelChoice model) implements Task {}

  /** Trains an adapter. Yields {@link Outcome.Trained}. */
  record Train(TrainSpec spec) implements Task {}

  /** Goes on with a run from its last checkpoint. Yields {@link Outcome.Trained}. */
  record ResumeRun(String run) implements Task {}

  /** Prices products whose price is known. Yields {@link Outcome.Evaluated}. */
  record Evaluate(EvaluateSpec spec) implements Task {}

  /**
   * One training run for each combination of values. Yields {@link Outcome.Swept}.
   *
   * @param values by a setting's dotted name, such as {@code training.learningRate}
   */
  record Sweep(TrainSpec base, Map<String, List<String>> values) implements Task {}

  /**
   * Prices every row of a file. Yields {@link Outcome.Wrote}.
   *
   * @param adapter id or folder, "" for none
   * @param columns as in {@link DataRequest.ImportChoice}; the price may be missing
   * @param output a CSV file with the input's rows and a column for the price
   */
  record Predict(
      ModelChoice model,
      String adapter,
      String file,
      Map<String, List<String>> columns,
      String template,
      DecoderChoice decoder,
      int maxTokens,
      String output)
      implements Task {}

  /** Writes a model folder with an adapter's updates added in. Yields {@link Outcome.Wrote}. */
  record Merge(String folder, String adapter, String output) implements Task {}

  /**
   * Writes an adapter or a merged model for other programs. Yields {@link Outcome.Wrote}.
   *
   * @param format {@code peft}, or {@code gguf} of the merged model
   */
  record Export(String folder, String adapter, String format, String output) implements Task {}

  /**
   * Makes a finished run once more and holds the two against each other. Yields {@link
   * Outcome.Replayed}.
   */
  record Replay(String run) implements Task {}

  /**
   * Trains and evaluates the same settings once for each seed: what the seed alone makes. Yields
   * {@link Outcome.Swept} with the evaluations.
   *
   * @param evaluation its adapter is that of each run in turn
   */
  record Seeds(TrainSpec base, List<Long> seeds, EvaluateSpec evaluation) implements Task {}
}
