package tunebench.protocol;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tunebench.run.JournalEntry;
import tunebench.run.NoiseBand;
import tunebench.run.Passport;
import tunebench.run.PassportExplanation;

/** Answers about whether a figure is to be believed. */
public sealed interface TrustReply extends Reply {

  /**
   * What is wrong with a dataset.
   *
   * @param sentences the findings for a person
   * @param risks the worst first; at most 1,000
   * @param riskCounts rows by risk, such as {@code TRUNCATED}
   * @param exact rows whose text stands elsewhere to the letter
   * @param near rows whose text stands elsewhere nearly the same
   * @param duplicates at most 1,000, those across parts first
   * @param leaks texts that give their price away; at most 1,000
   * @param effects what scores on the test part owe to leaked rows
   */
  record DataFindings(
      List<String> sentences,
      List<RowRisk> risks,
      Map<String, Integer> riskCounts,
      int exact,
      int near,
      List<Duplicate> duplicates,
      List<Leak> leaks,
      List<LeakEffect> effects)
      implements TrustReply {}

  /**
   * A row with something wrong.
   *
   * @param risks such as {@code EMPTY_TEXT}, the gravest first
   * @param reasons one sentence for each
   */
  record RowRisk(int line, String title, List<String> risks, double score, List<String> reasons) {}

  /**
   * A row whose text stands in the data already.
   *
   * @param part {@code train}, {@code validation} or {@code test}
   * @param twinLine the row that it repeats
   * @param similarity 1 for equal texts
   */
  record Duplicate(
      int line,
      String part,
      String title,
      int twinLine,
      String twinPart,
      double similarity,
      boolean exact,
      double price,
      double twinPrice) {}

  /**
   * A text that gives its price away.
   *
   * @param excerpt the amount with a few words around it
   * @param why what makes it a price
   */
  record Leak(int line, String title, double price, String excerpt, String why) {}

  /**
   * What a score owes to rows that gave their answer away.
   *
   * @param who a baseline's name, or {@code model}
   * @param leaked how many rows did
   * @param all MAE in dollars over every row
   * @param without over the others, NaN where every row leaked
   * @param only over the leaked rows, NaN where there are none
   */
  record LeakEffect(
      String who, int leaked, double all, double without, double only, String sentence) {}

  /**
   * What stands behind an evaluation's score.
   *
   * @param flag that it is no better than the median price; "" where it is better
   * @param coverage of the 80 % intervals; null where the rows keep no distributions
   * @param reliability one per level, from 0.1 to 0.95
   * @param decoders by MAE, the least first; empty without distributions
   * @param decoderSentence which wins, and which of the others it cannot be told from
   * @param leak what the score owes to leaked rows; null where its data is gone
   * @param noise what the seed alone makes; null where these settings ran with one seed only
   */
  record Evidence(
      String run,
      String flag,
      @Nullable Coverage coverage,
      List<Coverage> reliability,
      List<DecoderScore> decoders,
      String decoderSentence,
      @Nullable LeakEffect leak,
      @Nullable NoiseBand noise)
      implements TrustReply {}

  /**
   * How often the true price lies in the intervals of a level.
   *
   * @param share covered / n
   * @param low lower end of its 95 % interval
   * @param promised what the model said the share is
   */
  record Coverage(
      double level,
      int n,
      int covered,
      double share,
      double low,
      double high,
      double promised,
      String sentence) {}

  /** What one way of taking a price reaches on the same answers. */
  record DecoderScore(
      String decoder, double mae, double low, double high, double rmsle, double hits) {}

  /**
   * Two evaluations on the products that both priced.
   *
   * @param counts by quadrant: {@code FIXED}, {@code BROKEN}, {@code BOTH_RIGHT}, {@code
   *     BOTH_WRONG}
   * @param rows by line
   * @param slices by price, then category, then length
   */
  record Atlas(Map<String, Integer> counts, List<AtlasRow> rows, List<AtlasSlice> slices)
      implements TrustReply {}

  /**
   * One product in both.
   *
   * @param length of its text in characters
   * @param first the first run's guess in dollars
   */
  record AtlasRow(
      int line,
      String title,
      String category,
      int length,
      double truth,
      double first,
      double second,
      String quadrant) {}

  /**
   * Rows that have something in common.
   *
   * @param kind {@code PRICE}, {@code CATEGORY} or {@code LENGTH}
   * @param counts by quadrant
   * @param lines of its rows
   */
  record AtlasSlice(
      String kind,
      String name,
      int n,
      Map<String, Integer> counts,
      double firstMae,
      double secondMae,
      List<Integer> lines) {}

  /** A CSV file's text. */
  record RowsFile(String text, int rows) implements TrustReply {}

  /**
   * The products of a file.
   *
   * @param lines those that the runs priced
   * @param sentence how many were found, and what the file says otherwise than the store
   */
  record RowsChosen(List<Integer> lines, String sentence) implements TrustReply {}

  /** A run's passport. */
  record PassportFound(Passport passport) implements TrustReply {}

  /** Why two runs differ. */
  record Explanation(PassportExplanation explanation) implements TrustReply {}

  /** Guesses and what came of them. */
  record Journal(List<JournalEntry> entries) implements TrustReply {}

  /** One HTML page. */
  record Page(String html) implements TrustReply {}
}
