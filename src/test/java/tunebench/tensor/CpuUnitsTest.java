package tunebench.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CpuUnitsTest {
  @TempDir Path folder;

  @Test
  void tilesAreKnownByTheirFlag() throws IOException {
    assertThat(tiles("flags\t\t: fpu amx_bf16 avx512_fp16 amx_tile")).isTrue();
    assertThat(tiles("flags\t\t: fpu amx_tile amx_bf16")).isTrue();
    assertThat(tiles("flags\t\t: fpu avx512_bf16 amx_bf16x")).isFalse();
    assertThat(tiles("Features\t: bf16 amx_bf16")).isFalse();
    assertThat(CpuUnits.tiles(folder.resolve("missing"))).isFalse();
  }

  private boolean tiles(String line) throws IOException {
    return CpuUnits.tiles(
        Files.writeString(folder.resolve("cpuinfo"), "processor\t: 0\n" + line + "\n"));
  }
}
