package tunebench.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tunebench.BadInputException;

/** Models go into a file and come back as they were. */
class GgufExportTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void weightsOfEveryFamilyComeBackUnderTheHubsNamesAndInItsOrder(GgufFamily family)
      throws Exception {
    GgufModel model = GgufModels.tiny(family, Optional.empty());
    HubWeights weights = HubWeights.of(model, DType.F32);
    try (GgufWeights back = exported(weights, model, GgufType.F32)) {
      assertThat(back.names()).containsExactlyInAnyOrderElementsOf(weights.names());
      for (String name : weights.names()) {
        assertThat(back.info(name).dimensions()).isEqualTo(weights.info(name).dimensions());
        float[] expected = weights.floats(name);
        float[] actual = back.bytes(name).toArray(ValueLayout.JAVA_FLOAT_UNALIGNED);
        if (name.endsWith("norm.weight") && family.isGemma()) {
          // One was added and taken away again.
          for (int i = 0; i < expected.length; i++) {
            assertThat(actual[i]).isEqualTo(expected[i] + 1 - 1);
          }
        } else {
          assertThat(actual).as(name).containsExactly(expected);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void theModelComesBackFromItsMetadata(GgufFamily family) throws Exception {
    for (Optional<GgufRope.Scaling> scaling :
        List.<Optional<GgufRope.Scaling>>of(
            Optional.empty(),
            Optional.of(new GgufRope.Scaling.Linear(8)),
            Optional.of(new GgufRope.Scaling.Yarn(4, 64)),
            Optional.of(new GgufRope.Scaling.Llama3(8, 1, 4, 64)),
            Optional.of(new GgufRope.Scaling.Llama3(32, 1, 4, 8192)))) {
      GgufModel model = GgufModels.tiny(family, scaling);
      try (GgufWeights back = exported(HubWeights.of(model, DType.BF16), model, GgufType.BF16)) {
        assertThat(back.model()).isEqualTo(model);
      }
    }
  }

  @Test
  void aSliceIsThoseRowsOfTheWhole() throws Exception {
    GgufModel model = GgufModels.tiny(GgufFamily.LLAMA, Optional.empty());
    try (GgufWeights back = exported(HubWeights.of(model, DType.BF16), model, GgufType.Q8_0)) {
      for (String name :
          List.of("model.layers.1.self_attn.q_proj.weight", "model.layers.1.mlp.up_proj.weight")) {
        float[] whole = back.bytes(name).toArray(ValueLayout.JAVA_FLOAT_UNALIGNED);
        float[] part = back.bytes(name, 7, 11).toArray(ValueLayout.JAVA_FLOAT_UNALIGNED);
        assertThat(part).containsExactly(Arrays.copyOfRange(whole, 7 * 64, 18 * 64));
        assertThatThrownBy(() -> back.bytes(name, 60, 200))
            .isInstanceOf(IndexOutOfBoundsException.class);
      }
    }
  }

  @Test
  void plainFloatsInOrderAreNotCopied() throws Exception {
    GgufModel model = GgufModels.tiny(GgufFamily.LLAMA, Optional.empty());
    try (GgufWeights back = exported(HubWeights.of(model, DType.BF16), model, GgufType.BF16)) {
      assertThat(back.info("lm_head.weight").dtype()).isEqualTo(DType.BF16);
      assertThat(back.bytes("lm_head.weight").isMapped()).isTrue();
      assertThat(back.info("model.norm.weight").dtype()).isEqualTo(DType.F32);
      assertThat(back.info("model.layers.0.self_attn.q_proj.weight").dtype()).isEqualTo(DType.F32);
    }
  }

  @Test
  void fewBitsAreUsedWhereTheyFitAndNotForTheOutput() throws Exception {
    GgufModel model = GgufModels.tiny(GgufFamily.LLAMA, Optional.empty());
    HubWeights weights = HubWeights.of(model, DType.F32);
    try (GgufWeights back = exported(weights, model, GgufType.Q4_0)) {
      assertThat(back.file().tensor("blk.0.ffn_up.weight").type()).isEqualTo(GgufType.Q4_0);
      assertThat(back.file().tensor("output.weight").type()).isEqualTo(GgufType.Q8_0);
      assertThat(back.file().tensor("blk.0.attn_norm.weight").type()).isEqualTo(GgufType.F32);
      float[] expected = weights.floats("model.layers.0.self_attn.k_proj.weight");
      float[] actual =
          back.bytes("model.layers.0.self_attn.k_proj.weight")
              .toArray(ValueLayout.JAVA_FLOAT_UNALIGNED);
      for (int i = 0; i < expected.length; i++) {
        assertThat(Math.abs(actual[i] - expected[i])).isLessThan(0.65f);
      }
    }
  }

  @Test
  void aTensorOfAnotherArchitectureIsNamed() throws Exception {
    GgufModel phi = GgufModels.tiny(GgufFamily.PHI3, Optional.empty());
    GgufModel llama = GgufModels.tiny(GgufFamily.LLAMA, Optional.empty());
    assertThatThrownBy(() -> exported(HubWeights.of(phi, DType.F32), llama, GgufType.F32))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("qkv_proj");
    assertThat(folder).isEmptyDirectory();
  }

  private GgufWeights exported(HubWeights weights, GgufModel model, GgufType type)
      throws Exception {
    Path path = folder.resolve("m.gguf");
    GgufExport.write(path, weights, model, Map.of("general.name", "tiny"), type, share -> {});
    GgufFile file = GgufFile.open(path);
    return GgufWeights.of(file, GgufModel.of(file));
  }
}
