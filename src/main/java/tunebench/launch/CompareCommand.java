package tunebench.launch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tunebench.eval.BaselineFlag;
import tunebench.eval.Baselines;
import tunebench.eval.Comparison;
import tunebench.eval.Comparisons;
import tunebench.eval.ErrorAtlas;
import tunebench.eval.Metrics;
import tunebench.eval.NoiseFloor;
import tunebench.eval.Prediction;
import tunebench.eval.Quadrant;
import tunebench.eval.Slice;

/** {@code compare}: which of several runs on the same rows is better, and whether one can tell. */
@Command(
    name = "compare",
    description =
        "Compare files of true and predicted prices of the same rows, in the same order, and print"
            + " verdicts as JSON.",
    mixinStandardHelpOptions = true)
final class CompareCommand implements Callable<Integer> {
  @Option(
      names = "--csv",
      required = true,
      paramLabel = "FILE",
      description = "A run's CSV file; give two or more, the one to improve on first.")
  private List<Path> files = List.of();

  @Mixin private ScoredOptions scored = new ScoredOptions();

  @Option(
      names = "--median",
      paramLabel = "PRICE",
      description =
          "Median price of the training rows, by which runs are flagged; default: that of the rows"
              + " compared.")
  private @Nullable Double median;

  @Option(
      names = "--noise",
      paramLabel = "FILE",
      description =
          "A CSV file of a run that differs from the others of this option in nothing but the seed;"
              + " two or more draw the noise floor.")
  private List<Path> noise = List.of();

  @Spec private CommandSpec spec = CommandSpec.create();

  /**
   * One file.
   *
   * @param medianMae MAE of always answering the median price
   * @param flag a warning where the run is no better than that, else null
   */
  private record Run(
      String name, String file, Metrics metrics, double medianMae, @Nullable String flag) {}

  /**
   * Two runs.
   *
   * @param insideNoiseFloor whether the seed alone explains the difference in MAE; null where no
   *     noise floor was drawn
   * @param quadrants rows that the second run fixed and broke by the course's bands
   * @param slices the same by price
   */
  private record Pair(
      Comparison comparison,
      @Nullable Boolean insideNoiseFloor,
      Map<Quadrant, Integer> quadrants,
      List<Slice> slices) {}

  private record Report(
      String sentence, List<Run> runs, List<Pair> pairs, @Nullable NoiseFloor noiseFloor) {}

  @Override
  public Integer call() {
    Map<String, List<Prediction>> runs = new LinkedHashMap<>();
    List<Run> told = new ArrayList<>();
    for (Path file : files) {
      List<Prediction> rows = scored.read(file);
      String name = name(file, runs);
      runs.put(name, rows);
      told.add(run(name, file, rows));
    }
    Comparisons comparisons = Comparisons.of(runs);
    NoiseFloor floor =
        noise.isEmpty()
            ? null
            : NoiseFloor.of(
                noise.stream().mapToDouble(file -> Metrics.of(scored.read(file)).mae()).toArray());
    List<Pair> pairs = comparisons.pairs().stream().map(pair -> pair(pair, runs, floor)).toList();
    Json.print(spec, new Report(comparisons.sentence(), told, pairs, floor));
    return 0;
  }

  private Run run(String name, Path file, List<Prediction> rows) {
    Double given = median;
    List<Prediction> constant =
        given == null
            ? BaselineFlag.medianOf(rows)
            : Baselines.predict(
                text -> given,
                rows.stream().map(Prediction::title).toList(),
                rows.stream().mapToDouble(Prediction::truth).toArray());
    Metrics metrics = Metrics.of(rows);
    Metrics bar = Metrics.of(constant);
    return new Run(name, file.toString(), metrics, bar.mae(), BaselineFlag.sentence(metrics, bar));
  }

  private static Pair pair(
      Comparison c, Map<String, List<Prediction>> runs, @Nullable NoiseFloor floor) {
    ErrorAtlas atlas =
        ErrorAtlas.of(
            c.first(),
            runs.getOrDefault(c.first(), List.of()),
            c.second(),
            runs.getOrDefault(c.second(), List.of()),
            Map.of());
    return new Pair(
        c, floor == null ? null : floor.explains(c.mae().value()), atlas.counts(), atlas.slices());
  }

  /** The file's name without its ending, or all of its path where that is taken. */
  private static String name(Path file, Map<String, ?> taken) {
    String plain = String.valueOf(file.getFileName()).replaceFirst("\\.[^.]*$", "");
    String name = taken.containsKey(plain) ? file.toString() : plain;
    for (int copy = 2; taken.containsKey(name); copy++) {
      name = file + " (" + copy + ")";
    }
    return name;
  }
}
