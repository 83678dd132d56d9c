package tunebench.launch;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tunebench.BadInputException;
import tunebench.eval.BaselineFlag;
import tunebench.eval.Metrics;
import tunebench.eval.Prediction;

/**
 * {@code score}: the course's metrics of a CSV file of true and predicted prices, as JSON, with a
 * warning where they are no better than the median price's. What cannot be known, such as the
 * interval of a single row, stands as the string "NaN".
 */
@Command(
    name = "score",
    description = "Print the course's metrics of a CSV file of true and predicted prices as JSON.",
    mixinStandardHelpOptions = true)
final class ScoreCommand implements Callable<Integer> {
  @Option(names = "--csv", required = true, paramLabel = "FILE", description = "The CSV file.")
  private Path csv = Path.of("");

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
      description = "Score the first N rows only, as the course does with 250; default: all.")
  private int limit = Integer.MAX_VALUE;

  @Spec private CommandSpec spec = CommandSpec.create();

  /**
   * The figures, and whether they are any good.
   *
   * @param medianMae MAE of always answering the median of these rows' true prices
   * @param flag a warning where the guesses are no better than that, else null
   */
  private record Scored(@JsonUnwrapped Metrics metrics, double medianMae, @Nullable String flag) {}

  @Override
  public Integer call() {
    if (limit < 1) {
      throw new BadInputException(
          "--limit is %d; give a number of rows of at least 1.".formatted(limit));
    }
    List<Prediction> rows = ScoredCsv.read(csv, truth, guess, limit);
    if (rows.isEmpty()) {
      throw new BadInputException(
          "%s has no rows below its header; give a file with at least one prediction."
              .formatted(csv));
    }
    Metrics metrics = Metrics.of(rows);
    Metrics median = Metrics.of(BaselineFlag.medianOf(rows));
    Json.print(spec, new Scored(metrics, median.mae(), BaselineFlag.sentence(metrics, median)));
    return 0;
  }
}
