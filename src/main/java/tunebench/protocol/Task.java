package tunebench.protocol;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Map;
import tunebench.run.DataChoice;
import tunebench.run.DecoderChoice;
import tunebench.run.EvaluateSpec;
import tunebench.run.ModelChoice;
import tunebench.run.TrainSpec;

/**
 * Work that takes a while. What needs the device waits for it, one task at a time; what does not
 * (data, footprints, fetching) begins at once.
 */
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

  /**
   * Writes a model folder with an adapter's updates added in, and checks that it prices as before.
   * Yields {@link Outcome.Exported}.
   *
   * @param adapter id or folder
   * @param output a folder that does not exist yet, or is empty
   * @param from {@code original} or {@code dequantized}: the weights that the updates are added to
   * @param quantization with {@code dequantized}, the format that the adapter was trained on
   * @param dtype {@code bf16}, {@code fp32}, or "" for what each tensor has
   */
  record Merge(
      String folder, String adapter, String output, String from, String quantization, String dtype)
      implements Task {

    /** Into the checkpoint's own weights, in their own types. */
    public Merge(String folder, String adapter, String output) {
      this(folder, adapter, output, "original", "", "");
    }
  }

  /**
   * Writes a model or an adapter for other programs, and checks that what can price still prices as
   * before. Yields {@link Outcome.Exported}.
   *
   * @param adapter id or folder, "" for none
   * @param format a name out of {@link ModelReply.ExportFormats}; {@code gguf} is {@code gguf-f16}
   * @param output file or folder, as the format says
   */
  record Export(String folder, String adapter, String format, String output) implements Task {}

  /** Reads a file and keeps it as a dataset. Yields {@link Outcome.Imported}. */
  record Import(String file, DataRequest.ImportChoice choice) implements Task {}

  /**
   * Looks for what is wrong with a dataset before any run. Yields {@link Outcome.Checked}.
   *
   * @param model folder whose tokenizer is used; "" to look without tokens
   */
  record Check(DataChoice data, String model, int maxTokens) implements Task {}

  /** Computes a model's memory in several formats. Yields {@link Outcome.Footprints}. */
  record Footprint(String folder, List<String> quantizations, int rank, List<String> targets)
      implements Task {}

  /** Counts the tokens of a part's examples. Yields {@link Outcome.Tokenised}. */
  record Tokenise(DataChoice data, String part, String model) implements Task {}

  /**
   * Fetches the build of libtorch that runs on the GPU: the one task that uses the network. What
   * was fetched before a pause, a cancellation or a fault is not fetched again. Yields {@link
   * Outcome.Fetched}.
   *
   * @param flavour such as {@code cu128}, "" for the one that this program fits
   */
  record FetchLibtorch(String flavour) implements Task {}

  /**
   * Brings a repository of the Hub onto this machine. Yields {@link Outcome.Downloaded}.
   *
   * @param name {@code org/name} or {@code org/name@revision}
   */
  record Download(String name, boolean dataset) implements Task {}

  /**
   * Puts an adapter on the Hub, with a page of its settings, figures and charts. Yields {@link
   * Outcome.Uploaded}.
   *
   * @param adapter id of a run or an import, or a folder
   * @param checkpoint {@code best} or {@code last}, of a run's checkpoints
   * @param repo {@code org/name}, or "" for a new one that is named by the date
   * @param open whether everybody may see a repository that is made now
   */
  record Upload(String adapter, String checkpoint, String repo, boolean open) implements Task {}

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
