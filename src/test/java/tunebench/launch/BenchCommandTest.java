package tunebench.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tunebench.tensor.Torch;

class BenchCommandTest {
  private static final List<String> SHORT =
      List.of(
          "bench", "--quantize", "nf4-double", "--batches", "2", "--tokens", "24", "--rounds", "2");

  @TempDir Path folder = Path.of("");

  /** Ends well. Returns the figures. */
  private JsonNode bench(String... more) {
    Path json = folder.resolve("bench.json");
    List<String> all = new ArrayList<>(SHORT);
    all.addAll(List.of("--json", json.toString()));
    all.addAll(List.of(more));
    CommandOutcome outcome = CommandOutcome.of(all.toArray(String[]::new));
    assertThat(outcome.code()).as(outcome.err()).isZero();
    return JsonMapper.shared().readTree(json.toFile());
  }

  @Test
  void checksThenMeasures() {
    JsonNode rows = bench().get("rows");
    assertThat(rows.size()).isEqualTo(3);
    for (JsonNode row : rows) {
      assertThat(row.get("itemsPerSecond").asDouble()).isPositive();
      assertThat(row.get("check").asString()).contains("agree within");
    }
  }

  @Test
  void theTunedModelIsCheckedAndProfiledToo() {
    List<String> all = new ArrayList<>(SHORT);
    all.addAll(List.of("--work", "predict,predict-tuned", "--profile", "--device", "cpu"));
    CommandOutcome outcome = CommandOutcome.of(all.toArray(String[]::new));
    assertThat(outcome.code()).as(outcome.err()).isZero();
    String out = outcome.out();
    // The adapters' low-rank inputs are products of 48 tokens that the untuned model does not have.
    String lowRank = "product 48 x 96 x 256";
    assertThat(out.substring(0, out.indexOf("predict-tuned, 2 rows"))).doesNotContain(lowRank);
    assertThat(out.substring(out.indexOf("predict-tuned, 2 rows"))).contains(lowRank);
    assertThat(out).containsPattern("predict, tuned .* agree within");
  }

  @Test
  void keepingTheLossOfEachRowCostsLittle() {
    JsonNode cost = bench("--work", "provenance").get("provenance").get(0).get("cost");
    assertThat(cost.get("steps").asInt()).isEqualTo(8);
    assertThat(cost.get("keeping").asDouble()).isNotNegative();
    // Of a step of two short rows, which takes least; what two blocks say is noise on a busy
    // machine.
    assertThat(cost.get("share").asDouble()).isLessThan(0.02);
  }

  @Test
  void refusesWhatCannotBeMeasured() {
    for (String wrong : List.of("--rounds", "--tokens", "--batches")) {
      CommandOutcome outcome = CommandOutcome.of("bench", wrong, "0");
      assertThat(outcome.code()).isNotZero();
      assertThat(outcome.err().strip())
          .isEqualTo("--rounds, --tokens and --batches must be at least 1.");
    }
  }

  /** Machines without a GPU have no compiler for one as a rule; with one, all must compile. */
  @Test
  void compilesForAllCardsOrSaysWhatIsMissing() {
    CommandOutcome outcome = CommandOutcome.of("bench", "--architectures");
    if (outcome.code() == 0) {
      assertThat(outcome.out()).contains("compute capability 8.0");
    } else {
      assertThat(outcome.err().strip())
          .startsWith("Kernels cannot be compiled here: none of the libraries ")
          .endsWith("Let NVRTC_LIBRARY name the file of NVIDIA's NVRTC.");
    }
  }

  @Test
  void whatCannotBeProfiledIsRefusedInASentence() {
    List<String> all = new ArrayList<>(SHORT);
    all.addAll(List.of("--work", "predict", "--profile", "--device", "cpu"));
    all.set(all.indexOf("nf4-double"), "int8");
    int threads = Torch.threads();
    // With more the engine's kernels read questions.
    Torch.threads(2);
    CommandOutcome outcome = CommandOutcome.of(all.toArray(String[]::new));
    Torch.threads(threads);
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("Leave out --profile").doesNotContain("\tat ");
  }
}
