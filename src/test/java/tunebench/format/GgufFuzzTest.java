package tunebench.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tunebench.BadInputException;

class GgufFuzzTest {
  private static final int FILES = 20_000;

  @TempDir private Path folder;

  @Test
  void aDamagedFileIsReadOrRefused() throws Exception {
    byte[] good = good();
    Mutations mutations = new Mutations(20_261_126);
    int read = 0;
    int refused = 0;
    for (int i = 0; i < FILES; i++) {
      byte[] damaged = mutations.of(good);
      try (GgufFile file = GgufFile.of(MemorySegment.ofArray(damaged), "x.gguf")) {
        for (GgufTensor tensor : file.tensors().values()) {
          GgufBlocks.decode(tensor.type(), file.bytes(tensor));
        }
        read++;
      } catch (BadInputException e) {
        check(e);
        refused++;
      }
    }
    System.out.printf("GGUF fuzz: %d files, %d read, %d refused%n", FILES, read, refused);
    assertThat(read + refused).isEqualTo(FILES);
    assertThat(read).isPositive();
    assertThat(refused).isPositive();
  }

  /** Past the header: architecture, weights and tokenizer, all in words that may be damaged. */
  @Test
  void aDamagedModelIsOpenedOrRefused() throws Exception {
    byte[] good = good();
    Mutations mutations = new Mutations(20_261_127);
    int opened = 0;
    int refused = 0;
    for (int i = 0; i < FILES; i++) {
      byte[] damaged = mutations.of(good);
      try (GgufFile file = GgufFile.of(MemorySegment.ofArray(damaged), "x.gguf")) {
        GgufModel model = GgufModel.of(file);
        JsonMapper.shared().readTree(GgufConfig.json(model));
        JsonMapper.shared().readTree(GgufTokenizer.of(file.metadata()).json());
        GgufWeights weights = GgufWeights.of(file, model);
        for (String name : weights.names()) {
          assertThat(weights.bytes(name).byteSize()).isEqualTo(weights.info(name).length());
        }
        opened++;
      } catch (BadInputException e) {
        check(e);
        refused++;
      }
    }
    System.out.printf("GGUF models: %d files, %d opened, %d refused%n", FILES, opened, refused);
    assertThat(opened + refused).isEqualTo(FILES);
    assertThat(opened).isPositive();
    assertThat(refused).isPositive();
  }

  @Test
  void aDamagedAdapterIsReadOrRefused() throws Exception {
    GgufModel model = GgufModels.tiny(GgufFamily.LLAMA, Optional.empty());
    Path path = folder.resolve("lora.gguf");
    List<GgufAdapter.Update> updates =
        List.of(
            new GgufAdapter.Update(
                "model.layers.0.self_attn.q_proj.weight", 2, new float[128], new float[128]),
            new GgufAdapter.Update(GgufAdapter.EMBEDDING, 2, new float[128], new float[192]));
    GgufAdapter.write(path, model, "x", 4, updates, GgufType.F16);
    byte[] good = Files.readAllBytes(path);
    Mutations mutations = new Mutations(20_261_128);
    int read = 0;
    int refused = 0;
    for (int i = 0; i < FILES; i++) {
      byte[] damaged = mutations.of(good);
      try (GgufFile file = GgufFile.of(MemorySegment.ofArray(damaged), "x.gguf")) {
        GgufAdapterReader.of(file, model);
        read++;
      } catch (BadInputException e) {
        check(e);
        refused++;
      }
    }
    System.out.printf("GGUF adapters: %d files, %d read, %d refused%n", FILES, read, refused);
    assertThat(read + refused).isEqualTo(FILES);
    assertThat(read).isPositive();
    assertThat(refused).isPositive();
  }

  private static void check(BadInputException e) {
    assertThat(e.getMessage()).hasSizeLessThan(700).doesNotContain("\n").doesNotContain("\0");
  }

  private byte[] good() throws Exception {
    GgufModel model =
        GgufModels.tiny(GgufFamily.LLAMA, Optional.of(new GgufRope.Scaling.Llama3(8, 1, 4, 64)));
    Map<String, Object> tokenizer = new HashMap<>();
    tokenizer.put("tokenizer.ggml.model", "llama");
    tokenizer.put("tokenizer.ggml.tokens", List.of("<unk>", "<s>", "\u2581", "a", "\u2581a"));
    tokenizer.put("tokenizer.ggml.scores", List.of(0f, 0f, -3f, -2f, -1f));
    tokenizer.put("tokenizer.ggml.token_type", List.of(2, 3, 1, 1, 1));
    tokenizer.put("tokenizer.ggml.bos_token_id", 1);
    Path path = folder.resolve("good.gguf");
    GgufExport.write(
        path, HubWeights.of(model, DType.F32), model, tokenizer, GgufType.Q4_0, share -> {});
    return Files.readAllBytes(path);
  }
}
