package tunebench.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tunebench.Fixtures;
import tunebench.format.SafetensorsFile;
import tunebench.parity.ParityGate;
import tunebench.tensor.Scope;

/** The contract of the commands: what they write and how they end. */
class CommandsTest {
  @TempDir Path folder = Path.of("");

  @Test
  void footprintPrintsEveryFormatAsJson() {
    CommandOutcome outcome =
        CommandOutcome.of(
            "footprint", "--model", model(), "--quantize", "bf16,nf4-double", "--json");
    assertThat(outcome.code()).isZero();
    JsonNode json = JsonMapper.shared().readTree(outcome.out());
    assertThat(json.get(0).get("kind").asString()).isEqualTo("bf16");
    long parameters = json.get(0).get("parameters").asLong();
    assertThat(json.get(0).get("totalBytes").asLong()).isEqualTo(2 * parameters);
    assertThat(json.get(1).get("constantBytes").asLong()).isPositive();
    assertThat(CommandOutcome.of("footprint", "--model", model()).out()).contains("nf4-all", "GiB");
  }

  @Test
  void footprintNeedsNoWeights() throws IOException {
    Files.copy(Fixtures.shippedModel().resolve("config.json"), folder.resolve("config.json"));
    assertThat(CommandOutcome.of("footprint", "--model", folder.toString()).code()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"llama3, logits", "llama-tied, logits", "llama3, logits_with_adapter"})
  void forwardWritesTheLogitsOfTransformers(String family, String expected) throws IOException {
    Path model = Fixtures.folder(family);
    Path input = model.resolve("expected.safetensors");
    Path output = folder.resolve("logits.safetensors");
    List<String> args =
        new ArrayList<>(
            List.of("forward", "--model", model.toString(), "--input", input.toString()));
    args.addAll(List.of("--output", output.toString()));
    if (expected.endsWith("adapter")) {
      args.addAll(List.of("--adapter", model.resolve("adapter").toString()));
    }
    CommandOutcome outcome = CommandOutcome.of(args.toArray(String[]::new));
    assertThat(outcome.err()).doesNotContain("Exception");
    assertThat(outcome.code()).isZero();
    try (SafetensorsFile want = SafetensorsFile.open(input);
        SafetensorsFile got = SafetensorsFile.open(output);
        Scope scope = Scope.on(Device.cpu())) {
      long[] mask = Fixtures.tensor(scope, want, "attention_mask").toLongArray();
      float[] ours = Fixtures.tensor(scope, got, "logits").toFloatArray();
      float[] theirs = Fixtures.tensor(scope, want, expected).toFloatArray();
      int vocabulary = ours.length / mask.length;
      for (int i = 0; i < ours.length; i++) {
        if (mask[i / vocabulary] == 1) {
          assertThat((double) ours[i]).isCloseTo(theirs[i], within(1e-4));
        }
      }
    }
  }

  @Test
  void trainWritesAnAdapterThatPredictUses() throws IOException {
    Path adapter = folder.resolve("adapter");
    String csv = Path.of("sample-data", "products.csv").toString();
    CommandOutcome trained =
        CommandOutcome.of(
            "train",
            "--model",
            model(),
            "--csv",
            csv,
            "--out",
            adapter.toString(),
            "--limit",
            "32",
            "--rank",
            "8",
            "--max-tokens",
            "60",
            "--learning-rate",
            "1e-3");
    assertThat(trained.code()).as(trained.err()).isZero();
    assertThat(trained.out()).contains("8 steps", "adapter in");
    assertThat(trained.err()).contains("texts were cut so that the answer fits within 60 tokens");
    JsonNode record = JsonMapper.shared().readTree(adapter.resolve("training.json").toFile());
    assertThat(record.get("steps").size()).isEqualTo(8);
    assertThat(record.get("lora").get("alpha").asDouble()).isEqualTo(16);
    Path out = folder.resolve("prices.csv");
    CommandOutcome predicted =
        CommandOutcome.of(
            "predict",
            "--model",
            model(),
            "--adapter",
            adapter.toString(),
            "--csv",
            csv,
            "--limit",
            "20",
            "--out",
            out.toString());
    assertThat(predicted.code()).as(predicted.err()).isZero();
    assertThat(predicted.out()).contains("20 prices", "decoder median");
    assertThat(Files.readAllLines(out).getFirst()).isEqualTo("line,title,truth,guess,parsed,text");
    CommandOutcome scored =
        CommandOutcome.of("score", "--csv", out.toString(), "--truth", "truth", "--guess", "guess");
    assertThat(JsonMapper.shared().readTree(scored.out()).get("n").asInt()).isEqualTo(20);
  }

  @Test
  void everyExportEndsWithAParityCheck() throws IOException {
    Path adapter = folder.resolve("adapter");
    String csv = Path.of("sample-data", "products.csv").toString();
    assertThat(
            CommandOutcome.of(
                    "train",
                    "--model",
                    model(),
                    "--csv",
                    csv,
                    "--out",
                    adapter.toString(),
                    "--limit",
                    "64",
                    "--learning-rate",
                    "3e-3")
                .code())
        .isZero();
    List<List<String>> exports =
        List.of(
            List.of("merge", "merged", "--adapter", adapter.toString()),
            List.of(
                "merge", "as-trained", "--adapter", adapter.toString(), "--from", "dequantized"),
            List.of("quantize", "nf4", "--kind", "nf4-double"),
            List.of("quantize", "int8", "--kind", "int8"),
            List.of("export-gguf", "f16.gguf", "--adapter", adapter.toString()),
            List.of("export-gguf", "q8.gguf", "--type", "q8_0", "--adapter", adapter.toString()),
            List.of("export-gguf", "q4.gguf", "--type", "q4_0", "--adapter", adapter.toString()));
    for (List<String> export : exports) {
      Path out = folder.resolve(export.get(1));
      List<String> args =
          new ArrayList<>(List.of(export.getFirst(), "--model", model(), "--out", out.toString()));
      args.addAll(List.of("--parity-rows", "8"));
      args.addAll(export.subList(2, export.size()));
      CommandOutcome outcome = CommandOutcome.of(args.toArray(String[]::new));
      assertThat(outcome.out()).as(export + outcome.err()).contains("Parity passed: over 8 rows");
      assertThat(outcome.code()).isZero();
      assertThat(ParityGate.file(out)).exists();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "footprint --model nowhere | nowhere holds no config.json",
        "labs --csv nowhere.csv | nowhere.csv",
        "labs --quantize nf5 | \"nf5\" is no quantization; choose one of",
        "labs --columns price | --columns \"price\" has no equals sign",
        "labs --columns weight=W | --columns names the field \"weight\"",
        "labs --epochs 0 | --epochs must be above 0, not 0.0.",
        "labs --device tpu | --device must be auto, cpu or gpu",
        "train --model nowhere --csv sample-data/products.csv --out x | nowhere holds no"
            + " tokenizer.json",
        "labs --targets q_proj,x_proj | --targets names \"x_proj\"",
        "bench --quantize q9 | \"q9\" is no quantization",
        "footprint | Missing required option: '--model=DIR'",
        "lab | Unmatched argument at index 0: 'lab'",
      })
  void badInputEndsWithTwoAndOneSentence(String command, String sentence) {
    CommandOutcome outcome = CommandOutcome.of(command.split(" "));
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains(sentence).doesNotContain("\tat ");
  }

  private static String model() {
    return Fixtures.shippedModel().toString();
  }
}
