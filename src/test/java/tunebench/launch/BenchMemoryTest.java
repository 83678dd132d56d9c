package tunebench.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BenchMemoryTest {
  @Test
  void onSixSettingsThePlanIsWithinTenPercentOfThePeak() throws Exception {
    List<String> said = bench("--plan", "--rounds", "1");

    assertThat(said).filteredOn(line -> line.contains("activations")).hasSize(6);
    assertThat(said.getLast()).startsWith("The largest error is");
  }

  @Test
  void aPauseGivesBackNearlyAllOfTheRunsMemoryInTime() throws Exception {
    List<String> said = bench("--pause", "--quantize", "nf4-double", "--batches", "16");

    assertThat(said.getLast()).contains("after the pause was asked for");
  }

  /** Ends well, in a process of its own: other tests' memory is not the run's. */
  private static List<String> bench(String... options) throws Exception {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("env", "OMP_NUM_THREADS=1"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("--enable-native-access=ALL-UNNAMED", "-Xmx500m", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of("bench", "--device", "cpu"));
    command.addAll(List.of(options));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    List<String> said = process.inputReader().lines().toList();
    assertThat(process.waitFor(9, TimeUnit.MINUTES)).isTrue();
    said.forEach(line -> System.out.println("PRINT " + line));
    assertThat(process.exitValue()).as(String.join("\n", said)).isZero();
    return said;
  }
}
