package tunebench.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PlanTableTest {
  /** In a process of its own: other tests' memory is not the run's. */
  @Test
  void onSixSettingsThePlanIsWithinTenPercentOfThePeak() throws Exception {
    Process process =
        new ProcessBuilder(
                "env",
                "OMP_NUM_THREADS=1",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx500m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "bench",
                "--plan",
                "--device",
                "cpu")
            .redirectErrorStream(true)
            .start();
    List<String> said = process.inputReader().lines().toList();
    assertThat(process.waitFor(9, TimeUnit.MINUTES)).isTrue();
    said.forEach(line -> System.out.println("PRINT " + line));
    assertThat(process.exitValue()).as(String.join("\n", said)).isZero();
    assertThat(said).filteredOn(line -> line.contains("activations")).hasSize(6);
    assertThat(said.getLast()).startsWith("The largest error is");
  }
}
