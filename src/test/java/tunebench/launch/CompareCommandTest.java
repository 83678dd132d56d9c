package tunebench.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class CompareCommandTest {
  @TempDir Path folder = Path.of("");

  @Test
  void theSameFileTwiceCannotBeToldApart() throws IOException {
    String run = run("tuned", 40, 1);
    CommandOutcome outcome = compare(run, run);
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.code()).isZero();
    JsonNode json = outcome.json();
    assertThat(json.get("sentence").asString()).startsWith("Cannot tell").contains("n = 250");
    JsonNode pair = json.get("pairs").get(0);
    assertThat(pair.get("comparison").get("verdict").asString()).isEqualTo("CANNOT_TELL");
    assertThat(pair.get("comparison").get("ties").asInt()).isEqualTo(250);
    assertThat(pair.get("insideNoiseFloor").isNull()).isTrue();
    assertThat(json.get("runs")).hasSize(2);
  }

  @Test
  void aBetterRunIsCalledSoWithItsFiguresAndQuadrants() throws IOException {
    JsonNode json = compare(run("base", 120, 1), run("tuned", 30, 2)).json();
    JsonNode pair = json.get("pairs").get(0);
    JsonNode comparison = pair.get("comparison");
    assertThat(json.get("sentence").asString()).startsWith("tuned is better than base");
    assertThat(comparison.get("mae").get("ci95").get(1).asDouble()).isNegative();
    assertThat(comparison.get("rmsle").get("value").asDouble()).isNegative();
    assertThat(comparison.get("wilcoxon").get("p").asDouble()).isLessThan(1e-6);
    int rows = 0;
    for (JsonNode count : pair.get("quadrants")) {
      rows += count.asInt();
    }
    assertThat(rows).isEqualTo(250);
    assertThat(pair.get("quadrants").get("FIXED").asInt())
        .isGreaterThan(pair.get("quadrants").get("BROKEN").asInt());
  }

  @Test
  void moreThanTwoAreCorrected() throws IOException {
    JsonNode json = compare(run("a", 120, 1), run("b", 30, 2), run("c", 30, 3)).json();
    assertThat(json.get("pairs")).hasSize(3);
    assertThat(json.get("sentence").asString()).contains("Holm");
    assertThat(json.get("pairs").get(0).get("comparison").get("comparisons").asInt()).isEqualTo(3);
  }

  @Test
  void aRunNoBetterThanTheMedianIsFlagged() throws IOException {
    JsonNode runs = compare(run("hopeless", 900, 1), run("tuned", 30, 2)).json().get("runs");
    assertThat(runs.get(0).get("flag").asString()).startsWith("No better than always answering");
    assertThat(runs.get(1).get("flag").isNull()).isTrue();
  }

  @Test
  void otherSeedsOfTheSameSettingsDrawTheNoiseFloor() throws IOException {
    List<String> arguments = new ArrayList<>(arguments(run("a", 30, 1), run("b", 31, 2)));
    for (int seed = 10; seed < 15; seed++) {
      arguments.addAll(List.of("--noise", run("seed" + seed, 30, seed)));
    }
    JsonNode json = CommandOutcome.of(arguments.toArray(String[]::new)).json();
    assertThat(json.get("noiseFloor").get("runs").asInt()).isEqualTo(5);
    assertThat(json.get("pairs").get(0).get("insideNoiseFloor").asBoolean()).isTrue();
  }

  @Test
  void filesOfOtherRowsAreRefusedInOneSentence() throws IOException {
    String run = run("a", 30, 1);
    String other = Files.writeString(folder.resolve("o.csv"), "truth,guess\n1,2\n").toString();
    CommandOutcome outcome = compare(run, other);
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err().strip())
        .isEqualTo("a has 250 rows and o has 1; compare runs on the same rows, at least one.");
    assertThat(compare(run).err()).contains("at least two runs");
    assertThat(compare(run, folder.resolve("none.csv").toString()).code()).isEqualTo(2);
  }

  private CommandOutcome compare(String... files) {
    return CommandOutcome.of(arguments(files).toArray(String[]::new));
  }

  private static List<String> arguments(String... files) {
    List<String> arguments =
        new ArrayList<>(List.of("compare", "--truth", "truth", "--guess", "guess"));
    for (String file : files) {
      arguments.addAll(List.of("--csv", file));
    }
    return arguments;
  }

  /** Guesses that are off by so many dollars as a rule; the truths are the same in every file. */
  private String run(String name, double off, long seed) throws IOException {
    var truths = new SplittableRandom(7);
    var random = new SplittableRandom(seed);
    StringBuilder csv = new StringBuilder("truth,guess\n");
    for (int row = 0; row < 250; row++) {
      double truth = 1 + 900 * truths.nextDouble();
      double guess = truth + off * random.nextGaussian();
      csv.append(String.format(Locale.ROOT, "%.2f,%.2f%n", truth, guess));
    }
    return Files.writeString(folder.resolve(name + ".csv"), csv).toString();
  }
}
