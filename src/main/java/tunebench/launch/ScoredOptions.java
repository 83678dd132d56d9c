package tunebench.launch;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;
import tunebench.BadInputException;
import tunebench.eval.Prediction;

/** Which columns and how many rows of a file of predictions count. */
final class ScoredOptions {
  @Option(
      names = "--truth",
      required = true,
      paramLabel = "COL",
      description = "The column of true prices in dollars.")
  private String truth = "";

  @Option(
      names = "--guess",
      required = true,
      paramLabel = "COL",
      description = "The column of predicted prices in dollars.")
  private String guess = "";

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "The first N rows only, as the course does with 250; default: all.")
  private int limit = Integer.MAX_VALUE;

  /**
   * Reads a file; there is at least one row.
   *
   * @throws BadInputException if there is none, or one has no price
   */
  List<Prediction> read(Path file) {
    if (limit < 1) {
      throw new BadInputException(
          "--limit is %d; give a number of rows of at least 1.".formatted(limit));
    }
    List<Prediction> rows = ScoredCsv.read(file, truth, guess, limit);
    if (rows.isEmpty()) {
      throw new BadInputException(
          "%s has no rows below its header; give a file with at least one prediction."
              .formatted(file));
    }
    return rows;
  }
}
