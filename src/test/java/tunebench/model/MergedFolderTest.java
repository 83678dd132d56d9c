package tunebench.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tunebench.BadInputException;
import tunebench.Fixtures;
import tunebench.format.SafetensorsFile;
import tunebench.format.ShardedWeights;
import tunebench.model.MergeSettings.From;
import tunebench.quant.Quantization;

/** What stands in the merged folder, and what is refused. */
class MergedFolderTest extends MergedFixtures {
  @Test
  void shardsStayBelowTheirLimitAndOpenAsOne() throws IOException {
    long limit = 100_000;
    MergeSettings settings = new MergeSettings(From.ORIGINAL, Quantization.NF4_DOUBLE, null, limit);
    Path merged = merge("llama3", "llama3/adapter", settings);
    try (Stream<Path> files = Files.list(merged)) {
      List<Path> shards = files.filter(f -> f.toString().endsWith(".safetensors")).toList();
      assertThat(shards).hasSizeGreaterThan(2);
      for (Path shard : shards) {
        try (SafetensorsFile file = SafetensorsFile.open(shard)) {
          long bytes = file.names().stream().mapToLong(name -> file.info(name).length()).sum();
          assertThat(bytes <= limit || file.names().size() == 1).isTrue();
        }
      }
    }
    assertThat(
            Fixtures.distance(last(merged), beside("llama3", "llama3/adapter", Quantization.FP32)))
        .isLessThan(1e-4);
  }

  @Test
  void everythingButTheAdaptedWeightsIsTakenOverToTheBit() throws IOException {
    Path model = Fixtures.folder("llama3");
    Path merged = merge("llama3", "llama3/adapter", MergeSettings.original());
    List<String> changed = new ArrayList<>();
    try (ShardedWeights before = ShardedWeights.open(model);
        ShardedWeights after = ShardedWeights.open(merged)) {
      assertThat(after.names()).containsExactlyInAnyOrderElementsOf(before.names());
      for (String name : before.names()) {
        assertThat(after.info(name).dtype()).isEqualTo(before.info(name).dtype());
        if (before.bytes(name).mismatch(after.bytes(name)) >= 0) {
          changed.add(name);
        }
      }
    }
    assertThat(changed).hasSize(8).allMatch(name -> name.matches(".*self_attn\\.[qkvo]_proj.*"));
    for (String name : List.of("config.json", "generation_config.json")) {
      assertThat(merged.resolve(name)).hasSameBinaryContentAs(model.resolve(name));
    }
  }

  @Test
  void tokenizerTemplateAndLicenceGoAlong() throws IOException {
    Path model = folder.resolve("model");
    Files.createDirectories(model);
    for (String name : List.of("config.json", "model.safetensors")) {
      Files.copy(Fixtures.folder("llama3").resolve(name), model.resolve(name));
    }
    List<String> along =
        List.of("tokenizer.json", "tokenizer_config.json", "chat_template.jinja", "LICENSE.txt");
    for (String name : along) {
      Files.writeString(model.resolve(name), name);
    }
    Files.writeString(model.resolve("optimizer.pt"), "");
    Path out = folder.resolve("out");
    Merger.merge(model, Fixtures.folder("llama3/adapter"), out, MergeSettings.original(), _ -> {});
    for (String name : along) {
      assertThat(out.resolve(name)).hasContent(name);
    }
    assertThat(out.resolve("optimizer.pt")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"qwen3/adapter", "phi3/adapter", "no-adapter"})
  void aFailureLeavesNothingBehind(String adapter) throws IOException {
    Path given =
        adapter.equals("no-adapter") ? folder.resolve("nothing") : Fixtures.folder(adapter);
    Path out = folder.resolve("runs").resolve("out");
    assertThatThrownBy(
            () ->
                Merger.merge(
                    Fixtures.folder("llama3"), given, out, MergeSettings.original(), _ -> {}))
        .isInstanceOf(BadInputException.class);
    try (Stream<Path> left = Files.list(folder.resolve("runs"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void aFolderThatHoldsSomethingIsNotOverwritten() throws IOException {
    Files.writeString(folder.resolve("notes.txt"), "mine");
    assertThatThrownBy(
            () ->
                Merger.merge(
                    Fixtures.folder("llama3"),
                    Fixtures.folder("llama3/adapter"),
                    folder,
                    MergeSettings.original(),
                    _ -> {}))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("not empty");
    assertThat(folder.resolve("notes.txt")).hasContent("mine");
  }

  @Test
  void checkpointsOfAnotherShapeAreRefused() throws IOException {
    Path model = folder.resolve("model");
    Files.createDirectories(model);
    Files.copy(
        Fixtures.folder("llama3").resolve("model.safetensors"), model.resolve("model.safetensors"));
    Files.writeString(
        model.resolve("config.json"),
        Files.readString(Fixtures.folder("llama3").resolve("config.json"))
            .replace("\"vocab_size\": 512", "\"vocab_size\": 513"));
    assertThatThrownBy(
            () ->
                Merger.merge(
                    model,
                    Fixtures.folder("llama3/adapter"),
                    folder.resolve("out"),
                    MergeSettings.original(),
                    _ -> {}))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("model.embed_tokens.weight of", "has shape [512, 64]");
  }
}
