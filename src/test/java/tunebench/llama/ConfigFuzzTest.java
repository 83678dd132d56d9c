package tunebench.llama;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tunebench.BadInputException;
import tunebench.Fixtures;
import tunebench.format.JsonFile;
import tunebench.format.Mutations;

/** Configs that are damaged, or well-formed and absurd, are read or refused in one sentence. */
class ConfigFuzzTest {
  private static final int FILES = 20_000;

  private static final List<String> ABSURD =
      List.of(
          "0",
          "-1",
          "1",
          "2",
          "3",
          "7",
          "2147483647",
          "-2147483648",
          "9223372036854775808",
          "1e400",
          "0.5",
          "1e-400",
          "null",
          "true",
          "\"\"",
          "\"x\"",
          "[]",
          "[1]",
          "{}",
          "[\"sliding_attention\"]",
          "\"longrope\"",
          "\"linear\"",
          "\"yarn\"");

  private static final Pattern VALUE =
      Pattern.compile("(?<=: )(?:-?[0-9][0-9.e-]*|\"[^\"]*\"|true|false|null)");

  @Test
  void aDamagedConfigIsReadOrRefused() throws Exception {
    List<byte[]> good = configs();
    Mutations mutations = new Mutations(20_261_128);
    Random random = new Random(20_261_129);
    int read = 0;
    int refused = 0;
    for (int i = 0; i < FILES; i++) {
      byte[] file = good.get(i % good.size());
      byte[] damaged = i % 2 == 0 ? mutations.of(file) : absurd(file, random);
      try {
        ModelConfig config = ConfigReader.parse("x", JsonFile.parse(damaged, "x"));
        ModelShapes.of(config).forEach(shape -> assertThat(shape.size()).isPositive());
        config.rope().inverseFrequencies(config.heads().rotaryDim());
        read++;
      } catch (BadInputException e) {
        assertThat(e.getMessage()).hasSizeLessThan(700).doesNotContain("\n").doesNotContain("\0");
        refused++;
      }
    }
    System.out.printf("config fuzz: %d files, %d read, %d refused%n", FILES, read, refused);
    assertThat(read + refused).isEqualTo(FILES);
    assertThat(read).isPositive();
    assertThat(refused).isPositive();
  }

  /** One to three values of the file replaced by others. */
  private static byte[] absurd(byte[] file, Random random) {
    String text = new String(file, StandardCharsets.UTF_8);
    for (int n = 1 + random.nextInt(3); n > 0; n--) {
      List<int[]> places = new ArrayList<>();
      Matcher matcher = VALUE.matcher(text);
      while (matcher.find()) {
        places.add(new int[] {matcher.start(), matcher.end()});
      }
      int[] place = places.get(random.nextInt(places.size()));
      String value = ABSURD.get(random.nextInt(ABSURD.size()));
      text = text.substring(0, place[0]) + value + text.substring(place[1]);
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static List<byte[]> configs() throws Exception {
    List<byte[]> configs = new ArrayList<>();
    for (String family : List.of("llama3", "mistral", "qwen2", "phi3", "gemma2", "gemma3")) {
      Path file = Fixtures.folder(family).resolve("config.json");
      configs.add(Files.readAllBytes(file));
    }
    configs.add(LONG.getBytes(StandardCharsets.UTF_8));
    return configs;
  }

  private static final String LONG =
      """
      {"architectures": ["Phi3ForCausalLM"], "hidden_size": 64, "intermediate_size": 96,
       "num_hidden_layers": 2, "num_attention_heads": 4, "vocab_size": 32,
       "max_position_embeddings": 512, "original_max_position_embeddings": 256,
       "partial_rotary_factor": 0.5, "rope_theta": 10000.0,
       "rope_scaling": {"type": "longrope", "short_factor": [1.0, 2.0, 3.0, 4.0],
       "long_factor": [1.0, 2.0, 3.0, 4.0]}}
      """;
}
