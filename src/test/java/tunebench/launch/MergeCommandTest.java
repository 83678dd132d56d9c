package tunebench.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import tunebench.Fixtures;
import tunebench.format.DType;
import tunebench.format.ShardedWeights;

class MergeCommandTest {
  @TempDir private Path folder;

  @Test
  void mergesAndSaysWhatItWrote() {
    Path out = folder.resolve("merged");
    CommandOutcome outcome = merge(out, "--dtype", "bf16", "--shard-size", "0.1MB");
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).contains("updates of 8 modules into " + out);
    try (ShardedWeights weights = ShardedWeights.open(out)) {
      long bytes = weights.names().stream().mapToLong(name -> weights.info(name).length()).sum();
      assertThat(outcome.out()).contains(": " + bytes + " bytes of weights in 4 files.");
      assertThat(weights.names()).allMatch(name -> weights.info(name).dtype() == DType.BF16);
    }
  }

  @Test
  void theHelpExplainsTheChoice() {
    CommandLine line = new CommandLine(new MergeCommand());
    assertThat(line.getUsageMessage().replaceAll("\\s+", " "))
        .contains("original: the checkpoint's own weights", "what the adapter saw in training");
  }

  @ParameterizedTest
  @CsvSource({
    "--from, rounded, --from must be original or dequantized",
    "--quantize, nf4, --quantize goes with --from dequantized",
    "--dtype, int8, --dtype must be bf16 or fp32",
    "--shard-size, big, --shard-size must be a size",
    "--shard-size, 0, --shard-size must be above 0",
    "--model, nowhere, nowhere"
  })
  void wrongUseIsOneSentence(String option, String value, String complaint) {
    CommandOutcome outcome = merge(folder.resolve("merged"), option, value);
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains(complaint);
    assertThat(outcome.err().strip().lines()).hasSize(1);
    assertThat(folder.resolve("merged")).doesNotExist();
  }

  @Test
  void dequantizedNeedsAQuantization() {
    CommandOutcome outcome =
        merge(folder.resolve("merged"), "--from", "dequantized", "--quantize", "bf16");
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("--quantize bf16 has nothing to dequantize");
  }

  private static CommandOutcome merge(Path out, String... more) {
    List<String> args = new ArrayList<>(List.of("merge", "--out", out.toString()));
    if (!List.of(more).contains("--model")) {
      args.addAll(List.of("--model", Fixtures.folder("llama3").toString()));
    }
    args.addAll(List.of("--adapter", Fixtures.folder("llama3/adapter").toString()));
    args.addAll(List.of(more));
    return CommandOutcome.of(args.toArray(String[]::new));
  }
}
