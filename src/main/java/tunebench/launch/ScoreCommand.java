package tunebench.launch;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
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

  @Mixin private ScoredOptions scored = new ScoredOptions();

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
    List<Prediction> rows = scored.read(csv);
    Metrics metrics = Metrics.of(rows);
    Metrics median = Metrics.of(BaselineFlag.medianOf(rows));
    Json.print(spec, new Scored(metrics, median.mae(), BaselineFlag.sentence(metrics, median)));
    return 0;
  }
}
