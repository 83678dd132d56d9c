package tunebench.quant;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tunebench.BadInputException;
import tunebench.format.DType;
import tunebench.format.JsonFile;
import tunebench.format.Mutations;
import tunebench.format.SafetensorsFile;
import tunebench.format.SafetensorsWriter;
import tunebench.format.TensorSpec;
import tunebench.tensor.Dtype;
import tunebench.tensor.Scope;

/** Damaged files of bitsandbytes are read or refused in one sentence. */
class BnbFuzzTest {
  private static final int FILES = 20_000;
  private static final List<Long> DIMS = List.of(8L, 64L);

  @TempDir private Path folder;

  @Test
  void damagedWeightsAreReadOrRefused() throws Exception {
    try (Scope scope = Scope.on(Device.cpu())) {
      List<byte[]> good =
          List.of(
              written(scope, Quantization.NF4),
              written(scope, Quantization.FP4_DOUBLE),
              written(scope, Quantization.INT8));
      Mutations mutations = new Mutations(20_261_130);
      int read = 0;
      int refused = 0;
      for (int i = 0; i < FILES; i++) {
        byte[] damaged = mutations.of(good.get(i % good.size()));
        try (Arena arena = Arena.ofConfined();
            Scope step = scope.child()) {
          MemorySegment bytes =
              arena.allocate(Math.max(1, damaged.length)).copyFrom(MemorySegment.ofArray(damaged));
          SafetensorsFile file =
              SafetensorsFile.of(bytes.asSlice(0, damaged.length), "x.safetensors");
          open(file, step);
          read++;
        } catch (BadInputException e) {
          assertThat(e.getMessage()).hasSizeLessThan(900).doesNotContain("\n").doesNotContain("\0");
          refused++;
        }
      }
      System.out.printf("bitsandbytes fuzz: %d files, %d read, %d refused%n", FILES, read, refused);
      assertThat(read + refused).isEqualTo(FILES);
      assertThat(read).isPositive();
      assertThat(refused).isPositive();
    }
  }

  /** As a model's loader does: what is checked may be read. */
  private static void open(SafetensorsFile file, Scope step) {
    BnbTensors tensors = new BnbTensors(file, step);
    for (String name : file.names()) {
      tensors.isCompanion(name);
    }
    tensors.check("m.weight", DIMS);
    NDArray codes =
        tensors.state("m.weight").isPresent()
            ? tensors.block4(step, "m.weight").codes()
            : tensors.int8(step, "m.weight", null, Dtype.FLOAT32, 6).codes();
    assertThat(codes.size()).isPositive();
  }

  @Test
  void aDamagedQuantizationConfigIsReadOrRefused() {
    ObjectNode json = JsonMapper.shared().createObjectNode();
    BnbConfig.of(Quantization.NF4_DOUBLE).put(json);
    byte[] good = json.toString().getBytes(StandardCharsets.UTF_8);
    Mutations mutations = new Mutations(20_261_131);
    int read = 0;
    int refused = 0;
    for (int i = 0; i < FILES; i++) {
      try {
        BnbConfig.of("x", JsonFile.parse(mutations.of(good), "x"))
            .ifPresent(c -> c.skips("model.layers.0.self_attn.q_proj"));
        read++;
      } catch (BadInputException e) {
        assertThat(e.getMessage()).hasSizeLessThan(700).doesNotContain("\n").doesNotContain("\0");
        refused++;
      }
    }
    System.out.printf(
        "quantization_config fuzz: %d files, %d read, %d refused%n", FILES, read, refused);
    assertThat(read).isPositive();
    assertThat(refused).isPositive();
  }

  private byte[] written(Scope scope, Quantization kind) throws Exception {
    BnbWriter writer = new BnbWriter(scope, kind);
    float[] values = new float[8 * 64];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.sin(i);
    }
    NDArray dense = scope.floats(values, 8, 64);
    List<TensorSpec> specs =
        new ArrayList<>(
            writer.declare(
                "m.weight", DType.BF16, DIMS, kind.doubly() ? writer.mean(dense) : null));
    Path path = folder.resolve("m.safetensors");
    try (SafetensorsWriter file = SafetensorsWriter.create(path, specs)) {
      writer.write(file, "m.weight", dense);
      file.finish();
    }
    return Files.readAllBytes(path);
  }
}
