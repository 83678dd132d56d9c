package tunebench.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CpuThreadsTest {
  @TempDir Path folder;

  private Path machine(int processors, int siblings, int cores) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < processors; i++) {
      text.append(
          "processor\t: %d\nsiblings\t: %d\ncpu cores\t: %d\n\n".formatted(i, siblings, cores));
    }
    return Files.writeString(folder.resolve("cpuinfo"), text);
  }

  @Test
  void twoThreadsOfOneCoreCountAsOne() throws IOException {
    CpuThreads chosen = CpuThreads.of(16, machine(16, 16, 8));
    assertThat(chosen.count()).isEqualTo(8);
    assertThat(chosen.reason())
        .isEqualTo("8 threads: this process may use 16 processors, which belong to 8 cores.");
    assertThat(CpuThreads.of(2, machine(2, 2, 1)).reason()).startsWith("1 thread: ");
    // Two sockets.
    assertThat(CpuThreads.of(64, machine(64, 32, 16)).count()).isEqualTo(32);
  }

  @Test
  void whatAContainerLeavesIsTheMost() throws IOException {
    assertThat(CpuThreads.of(2, machine(64, 64, 32)).count()).isEqualTo(2);
    assertThat(CpuThreads.of(4, machine(32, 32, 32)).reason())
        .isEqualTo("4 threads: this process may use 4 processors.");
  }

  @Test
  void whereTheSystemDoesNotTellEachProcessorIsACore() throws IOException {
    assertThat(CpuThreads.of(6, folder.resolve("missing")).count()).isEqualTo(6);
    Path arm = Files.writeString(folder.resolve("arm"), "processor\t: 0\nFeatures\t: fp asimd\n");
    assertThat(CpuThreads.of(4, arm).count()).isEqualTo(4);
  }

  @Test
  void theMachinesOwnNumberIsInUseUnlessTheEnvironmentNamesOne() {
    String named = System.getenv("OMP_NUM_THREADS");
    int wanted = named == null ? CpuThreads.ofMachine().count() : Integer.parseInt(named);
    assertThat(Torch.threads()).isEqualTo(wanted);
    assertThat(CpuThreads.now().reason())
        .contains(named == null ? "this process may use" : "OMP_NUM_THREADS");
  }

  @Test
  void fewMultiplicationsTakeOneThreadAndTheOthersComeBack() {
    int usual = Torch.threads();
    Torch.threads(2);
    try {
      assertThat(CpuThreads.<Integer>suiting(1000, Torch::threads)).isEqualTo(1);
      assertThat(CpuThreads.<Integer>suiting(1L << 40, Torch::threads)).isEqualTo(2);
      assertThat(Torch.threads()).isEqualTo(2);
    } finally {
      Torch.threads(usual);
    }
  }
}
