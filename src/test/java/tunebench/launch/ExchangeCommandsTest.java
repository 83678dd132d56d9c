package tunebench.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tunebench.format.GgufFile;
import tunebench.format.GgufType;

/** The commands on the model that ships. */
class ExchangeCommandsTest {
  private static final String SHIPPED = "assets/models/tunebench-base";

  @TempDir private Path folder;

  @Test
  void aModelGoesFromFolderToFileAndItsTokenizerStaysTheSame() {
    String file = folder.resolve("m.gguf").toString();
    CommandOutcome written =
        CommandOutcome.of("export-gguf", "--model", SHIPPED, "--type", "q8_0", "--out", file);
    assertThat(written.code()).as(written.err()).isZero();
    assertThat(written.out()).startsWith("wrote ").contains("m.gguf (");
    try (GgufFile gguf = GgufFile.open(Path.of(file))) {
      assertThat(gguf.tensor("blk.5.ffn_down.weight").type()).isEqualTo(GgufType.Q8_0);
    }
    CommandOutcome table =
        CommandOutcome.of("tokenizers", "--model", SHIPPED, file, "--numbers", "7,1234");
    assertThat(table.code()).as(table.err()).isZero();
    assertThat(table.out().lines().limit(3))
        .satisfiesExactly(
            head -> assertThat(head).matches("number +tunebench-base +m.gguf"),
            seven -> assertThat(seven).matches("7 +(\\d+) +\\1"),
            more -> assertThat(more).matches("1234 +(\\d+ \\d+) +\\1"));
  }

  @Test
  void aFolderForOllamaHoldsModelfileWeightsAndVerdict() throws IOException {
    Path out = folder.resolve("ollama");
    CommandOutcome written =
        CommandOutcome.of("export-ollama", "--model", SHIPPED, "--out", out.toString());
    assertThat(written.code()).as(written.err()).isZero();
    assertThat(written.out()).contains("ollama create NAME -f Modelfile", "Parity passed");
    assertThat(out.resolve("Modelfile"))
        .content()
        .contains("FROM ./model.gguf\n", "TEMPLATE \"\"\"{{ .Prompt }}\"\"\"\n", "temperature 0\n");
    assertThat(out.resolve("model.gguf.parity.json")).content().contains("\"passed\" : true");
    try (GgufFile file = GgufFile.open(out.resolve("model.gguf"))) {
      assertThat(file.tensor("blk.0.attn_q.weight").type()).isEqualTo(GgufType.Q8_0);
    }
    CommandOutcome again =
        CommandOutcome.of("export-ollama", "--model", SHIPPED, "--out", out.toString());
    assertThat(again.code()).isEqualTo(2);
    assertThat(again.err()).contains("is not empty");
  }

  @Test
  void aFolderIsQuantized() {
    String out = folder.resolve("nf4").toString();
    CommandOutcome quantized = CommandOutcome.of("quantize", "--model", SHIPPED, "--out", out);
    assertThat(quantized.code()).as(quantized.err()).isZero();
    assertThat(quantized.out()).contains("as nf4-double");
    assertThat(folder.resolve("nf4")).isDirectoryContaining("glob:**/tokenizer.json");
    assertThat(CommandOutcome.of("tokenizers", "--model", out).code()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          export-gguf --model %s --type q9 --out %s/m.gguf                    | --type is q9
          export-gguf --model %s --out %s/none/m.gguf                         | a folder that does not exist
          export-gguf --model %s --adapter-only --out %s/m.gguf               | needs --adapter
          export-gguf --model %s --adapter %s --out m.gguf                    | adapter
          quantize --model %s --kind nf5 --out %s/q                           | no quantization
          quantize --model %s --kind bf16 --out %s/q                          | choose nf4
          tokenizers --model %s %s                                            | holds no tokenizer.json
          tokenizers --model %s --numbers -1                                  | from 0 on
          """)
  void wrongUseIsOneSentenceAndCodeTwo(String line, String sentence) {
    CommandOutcome outcome = CommandOutcome.of(line.formatted(SHIPPED, folder).split(" "));
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err().strip()).contains(sentence).doesNotContain("\n", "Exception");
    assertThat(folder).isEmptyDirectory();
  }
}
