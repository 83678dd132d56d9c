package tunebench.launch;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tunebench.BadInputException;
import tunebench.eval.Metrics;
import tunebench.eval.Prediction;

/**
 * {@code score}: the course's metrics of a CSV file of true and predicted prices, as JSON. What
 * cannot be known, such as the interval of a single row, stands as the string "NaN".
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
    var json = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    spec.commandLine().getOut().println(json.writeValueAsString(Metrics.of(rows)));
    return 0;
  }
}
