package tunebench.lora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tunebench.BadInputException;
import tunebench.Fixtures;

class AdapterConfigTest {
  private static final String Q0 = "model.layers.0.self_attn.q_proj";
  private static final String Q1 = "model.layers.1.self_attn.q_proj";
  private static final String UP1 = "model.layers.1.mlp.up_proj";

  @TempDir private Path folder;

  @Test
  void namesMeanTheEndOfAPathPartByPart() throws IOException {
    LoraSettings settings = read("'target_modules': ['q_proj', 'mlp.up_proj', 'proj', '_proj']");
    assertThat(settings.targets(Q0)).isTrue();
    assertThat(settings.targets(UP1)).isTrue();
    assertThat(settings.targets("model.layers.0.self_attn.k_proj")).isFalse();
  }

  @Test
  void anExpressionMeansTheWholePath() throws IOException {
    LoraSettings settings =
        read("'target_modules': '.*\\\\.(?P<layer_no>[0])\\\\..*[q]_proj\\\\Z'");
    assertThat(settings.targets(Q0)).isTrue();
    assertThat(settings.targets(Q1)).isFalse();
    assertThat(settings.targets(Q0 + ".inner")).isFalse();
  }

  @Test
  void bracketsInsideAClassAreTakenAsPythonTakesThem() throws IOException {
    LoraSettings settings = read("'target_modules': '.*[]q[&&]_proj'");
    assertThat(settings.targets(Q0)).isTrue();
    assertThat(settings.targets("model.layers.0.self_attn.k_proj")).isFalse();
  }

  @Test
  void aGroupIsCalledBackByItsName() throws IOException {
    LoraSettings settings = read("'target_modules': '(?P<a_b>.).*(?P=a_b)'");
    assertThat(settings.targets("model.lm")).isTrue();
    assertThat(settings.targets("model.lx")).isFalse();
  }

  @Test
  void allLinearMeansEveryProjectionOfADecoderLayer() throws IOException {
    LoraSettings settings = read("'target_modules': 'All-Linear'");
    for (String name : LoraSettings.ALL) {
      assertThat(settings.targets("model.layers.3.mlp." + name)).isTrue();
    }
    assertThat(settings.targets("lm_head")).isFalse();
  }

  @Test
  void exclusionGoesBeforeEverything() throws IOException {
    String all = "'target_modules': ['q_proj', 'up_proj'], 'exclude_modules': ";
    assertThat(read(all + "['layers.1.mlp.up_proj']").targets(UP1)).isFalse();
    assertThat(read(all + "'.*q_proj'").targets(Q1)).isFalse();
    assertThat(read(all + "'q_proj'").targets(Q1)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'layers_to_transform': [1]",
        "'layers_to_transform': 1",
        "'layers_to_transform': [1, 7], 'layers_pattern': ['h', 'layers']"
      })
  void layersLimitWhatIsChosenByItsEnd(String limit) throws IOException {
    LoraSettings settings =
        read("'target_modules': ['q_proj', 'model.layers.0.mlp.up_proj'], " + limit);
    assertThat(settings.targets(Q1)).isTrue();
    assertThat(settings.targets(Q0)).isFalse();
    // Named in full, a module is chosen whatever its layer.
    assertThat(settings.targets("model.layers.0.mlp.up_proj")).isTrue();
  }

  @Test
  void anotherLayerListHasNoLayers() throws IOException {
    LoraSettings settings =
        read("'target_modules': ['q_proj'], 'layers_to_transform': [1], 'layers_pattern': 'h'");
    assertThat(settings.targets(Q1)).isFalse();
  }

  @Test
  void theFirstPatternThatMatchesGivesTheRankAndAlpha() throws IOException {
    LoraSettings settings =
        read(
            "'target_modules': ['q_proj', 'up_proj'], 'r': 8, 'lora_alpha': 16,"
                + "'rank_pattern': {'layers\\\\.1\\\\..*': 2, 'q_proj': 4, 'proj': 99},"
                + "'alpha_pattern': {'^q_proj': 1, 'mlp.up_proj': 5}");
    assertThat(settings.rank(Q1)).isEqualTo(2);
    assertThat(settings.rank(Q0)).isEqualTo(4);
    assertThat(settings.rank("model.layers.0.mlp.up_proj")).isEqualTo(8);
    assertThat(settings.scaling(Q1)).isEqualTo(8);
    assertThat(settings.scaling(Q0)).isEqualTo(4);
    assertThat(settings.scaling(UP1)).isEqualTo(2.5);
  }

  @Test
  void rankStabilisedAdaptersDivideByTheRootOfTheModulesOwnRank() throws IOException {
    LoraSettings settings =
        read("'target_modules': ['q_proj'], 'use_rslora': true, 'rank_pattern': {'q_proj': 3}");
    assertThat(settings.scaling(Q0)).isCloseTo(8 / Math.sqrt(3), within(1e-12));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'modules_to_save': ['lm_head', 'score']|modules_to_save names \"score\"",
        "'ensure_weight_tying': true|ensure_weight_tying is true",
        "'bias': 'all'|bias is \"all\"",
        "'lora_bias': true|lora_bias true",
        "'fan_in_fan_out': true|fan_in_fan_out is true",
        "'use_qalora': true|use_qalora is set",
        "'alora_invocation_tokens': [1, 2]|alora_invocation_tokens is set",
        "'layer_replication': [[0, 2]]|layer_replication is set",
        "'trainable_token_indices': [3]|trainable_token_indices is set",
        "'init_lora_weights': 'pissa_niter_4'|path_initial_model_for_weight_conversion",
        "'peft_type': 'IA3'|peft_type is not LORA",
        "'target_modules': null|no target_modules",
        "'target_modules': [3]|target_modules must be text",
        "'target_modules': '(q_proj'|target_modules has the pattern \"(q_proj\"",
        "'layers_to_transform': [-1]|layers_to_transform must hold whole numbers",
        "'layers_to_transform': [0.5]|layers_to_transform must hold whole numbers",
        "'rank_pattern': {'[': 3}|rank_pattern has the pattern",
        "'rank_pattern': {'q_proj': 2.5}|rank_pattern must hold whole numbers",
        "'alpha_pattern': {'q_proj': 0}|alpha_pattern must give",
        "'r': 0|r must hold whole numbers",
        "'lora_alpha': 'x'|lora_alpha must be above 0",
        "'lora_dropout': 1|lora_dropout from 0"
      })
  void whatPeftWouldComputeOtherwiseIsRefusedByName(String field, String complaint) {
    String targets = field.contains("target_modules") ? "" : "'target_modules': ['q_proj'], ";
    assertThatThrownBy(() -> read(targets + field))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("adapter_config.json")
        .hasMessageContaining(complaint);
  }

  @Test
  @Timeout(20)
  void anExpressionThatBacktracksWithoutEndIsRefused() throws IOException {
    LoraSettings settings = read("'target_modules': '.*.*.*.*.*.*.*.*x'");
    assertThatThrownBy(() -> settings.targets(Q0 + Q1))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("takes too long");
  }

  @Test
  void deepAndLongFilesAreRefused() throws IOException {
    Path file = folder.resolve("adapter_config.json");
    for (String text : List.of("[".repeat(100_000), " ".repeat(5_000_000), "{\"a\": ")) {
      Files.writeString(file, text);
      assertThatThrownBy(() -> AdapterConfig.read(file))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("adapter_config.json");
    }
  }

  /** Seeded changes of a real file: each either reads or is refused, and nothing else happens. */
  @Test
  void damagedFilesAreReadOrRefused() throws IOException {
    String real = Files.readString(Fixtures.folder("peft/patterns").resolve("adapter_config.json"));
    List<String> pieces =
        List.of("null", "-1", "1e999", "[]", "{}", "\"(\"", "\"\"", "true", ",", ":", "\u0000");
    SplittableRandom random = new SplittableRandom(31);
    Path file = folder.resolve("adapter_config.json");
    int refused = 0;
    for (int i = 0; i < 2_000; i++) {
      int at = random.nextInt(real.length());
      int until = Math.min(real.length(), at + random.nextInt(12));
      String piece = pieces.get(random.nextInt(pieces.size()));
      Files.writeString(file, real.substring(0, at) + piece + real.substring(until));
      try {
        AdapterConfig.read(file).settings().targets(Q0);
      } catch (BadInputException e) {
        refused++;
      }
    }
    assertThat(refused).isBetween(300, 1_999);
  }

  private LoraSettings read(String fields) throws IOException {
    Path file = folder.resolve("adapter_config.json");
    String type = fields.contains("peft_type") ? "" : "'peft_type': 'LORA', ";
    Files.writeString(file, ("{" + type + fields + "}").replace('\'', '"'));
    return AdapterConfig.read(file).settings();
  }
}
