package tunebench.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tunebench.BadInputException;

class GgufFuzzTest {
  private static final int FILES = 20_000;

  @Test
  void aDamagedFileIsReadOrRefused(@TempDir Path folder) throws Exception {
    byte[] good = good(folder.resolve("good.gguf"));
    Mutations mutations = new Mutations(20_261_126);
    int read = 0;
    int refused = 0;
    for (int i = 0; i < FILES; i++) {
      try (GgufFile file = GgufFile.of(MemorySegment.ofArray(mutations.of(good)), "x.gguf")) {
        for (GgufTensor tensor : file.tensors().values()) {
          GgufBlocks.decode(tensor.type(), file.bytes(tensor));
        }
        read++;
      } catch (BadInputException e) {
        assertThat(e.getMessage()).hasSizeLessThan(700).doesNotContain("\n").doesNotContain("\0");
        refused++;
      }
    }
    System.out.printf("GGUF fuzz: %d files, %d read, %d refused%n", FILES, read, refused);
    assertThat(read + refused).isEqualTo(FILES);
    assertThat(refused).isGreaterThan(FILES / 4);
  }

  private static byte[] good(Path path) throws Exception {
    Map<String, Object> metadata =
        Map.of(
            "general.architecture",
            "llama",
            "llama.block_count",
            1,
            "tokenizer.ggml.tokens",
            List.of("a", "b"));
    var specs =
        List.of(
            GgufSpec.of("output_norm.weight", GgufType.F32, 32),
            GgufSpec.of("token_embd.weight", GgufType.Q4_0, 2, 32));
    try (GgufWriter writer = GgufWriter.create(path, metadata, specs)) {
      writer.write("output_norm.weight", new float[32]);
      writer.write("token_embd.weight", new float[64]);
      writer.finish();
    }
    return Files.readAllBytes(path);
  }
}
