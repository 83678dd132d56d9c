package tunebench.protocol;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tunebench.run.RunRecord;
import tunebench.run.Scores;

/** What a task yielded. */
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "type")
public sealed interface Outcome {

  /**
   * A model was loaded and let go.
   *
   * @param computed bytes that its config foretold
   * @param measuredBytes that its tensors held
   */
  record Loaded(ModelReply.Footprint computed, long measuredBytes, double seconds)
      implements Outcome {}

  /** A run was trained to its end. */
  record Trained(RunRecord run) implements Outcome {}

  /** A model was evaluated. */
  record Evaluated(String run, Scores scores) implements Outcome {}

  /** The runs of a sweep, queued one by one. */
  record Swept(List<String> runs) implements Outcome {}

  /**
   * A file or folder was written.
   *
   * @param rows that it holds, 0 where it holds none
   */
  record Wrote(String path, long bytes, int rows) implements Outcome {}

  /**
   * A model or an adapter was written for use elsewhere.
   *
   * @param parity how it compares with what it was made from; null where it was not compared
   * @param unchecked why it was not, "" otherwise
   */
  record Exported(String path, long bytes, ModelReply.@Nullable Parity parity, String unchecked)
      implements Outcome {}

  /** A file became a dataset. */
  record Imported(DataReply.DatasetInfo dataset) implements Outcome {}

  /** What is wrong with a dataset. */
  record Checked(TrustReply.DataFindings findings) implements Outcome {}

  /** Memory by format, as computed. */
  record Footprints(ModelReply.FootprintTable table) implements Outcome {}

  /** Lengths of uncut examples. */
  record Tokenised(DataReply.TokenLengths lengths) implements Outcome {}

  /** libtorch was fetched; it is used from the service's next start on. */
  record Fetched(String folder, long bytes) implements Outcome {}

  /** A repository is on this machine, in this folder. */
  record Downloaded(String name, String folder, long bytes) implements Outcome {}

  /**
   * An adapter is on the Hub.
   *
   * @param revision the commit, by which it can be loaded back
   */
  record Uploaded(String repo, String revision, String page) implements Outcome {}

  /**
   * A run was made once more.
   *
   * @param run the new one
   * @param of the one that was repeated
   * @param identical whether every loss, every guess and every weight is the same to the bit
   * @param step the first that differs, 0 for none
   * @param sentence what came of it
   */
  record Replayed(String run, String of, boolean identical, int step, String sentence)
      implements Outcome {}
}
