package tunebench.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tunebench.run.DataChoice;
import tunebench.run.TrainSpec;

/** Whether a figure is to be believed. */
public sealed interface TrustRequest<R extends Reply> extends Request<R> {

  /**
   * What is wrong with a dataset before any run: risks, duplicates, leaks.
   *
   * @param model folder whose tokenizer is used; "" to look without tokens
   */
  record CheckData(DataChoice data, String model, int maxTokens)
      implements TrustRequest<TrustReply.DataFindings> {}

  /** What an evaluation's distributions, its baselines and its leaked rows say of its score. */
  record Evidence(String run) implements TrustRequest<TrustReply.Evidence> {}

  /** Which products the second evaluation fixed and which it broke. */
  record Atlas(String first, String second) implements TrustRequest<TrustReply.Atlas> {}

  /**
   * Chosen products with their guesses in several evaluations as a CSV file.
   *
   * @param lines of the products; empty for all that any of the runs priced
   */
  record WriteRows(List<String> runs, List<Integer> lines)
      implements TrustRequest<TrustReply.RowsFile> {}

  /**
   * Reads such a file back as a choice of products.
   *
   * @param name of the file, for complaints
   */
  record ReadRows(List<String> runs, String name, String text)
      implements TrustRequest<TrustReply.RowsChosen> {}

  /** The fingerprints of all that a run was made from. */
  record PassportOf(String run) implements TrustRequest<TrustReply.PassportFound> {}

  /** Why two runs may have come out differently. */
  record Explain(String first, String second) implements TrustRequest<TrustReply.Explanation> {}

  /** All guesses with what was measured, oldest first. */
  record Journal() implements TrustRequest<TrustReply.Journal> {}

  /**
   * A learner's guess before a result, or that none was wished. The first word on a subject stands.
   *
   * @param lab 1 to 5
   * @param subject for labs 2, 4 and 5 the id of the run; for labs 1 and 3 the model's folder and a
   *     format with a bar between, and for lab 3 the dataset's id behind another bar
   * @param spec for lab 3 the run that memory is planned for, else null
   * @param value in the lab's unit; NaN to skip
   */
  record Guess(int lab, String subject, @Nullable TrainSpec spec, double value)
      implements TrustRequest<TrustReply.Journal> {}

  /** The journal with charts and passports as one page that needs no other file. */
  record JournalPage() implements TrustRequest<TrustReply.Page> {}

  /** Reads the entries of such a page, a file on the service's machine. */
  record OpenJournal(String file) implements TrustRequest<TrustReply.Journal> {}
}
