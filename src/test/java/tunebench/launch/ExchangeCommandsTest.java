package tunebench.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
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

  private record Outcome(int code, String out, String err) {}

  @Test
  void aModelGoesFromFolderToFileAndItsTokenizerStaysTheSame() {
    String file = folder.resolve("m.gguf").toString();
    Outcome written = run("export-gguf", "--model", SHIPPED, "--type", "q8_0", "--out", file);
    assertThat(written.code).as(written.err).isZero();
    assertThat(written.out).startsWith("wrote ").contains("m.gguf (");
    try (GgufFile gguf = GgufFile.open(Path.of(file))) {
      assertThat(gguf.tensor("blk.5.ffn_down.weight").type()).isEqualTo(GgufType.Q8_0);
    }
    Outcome table = run("tokenizers", "--model", SHIPPED, file, "--numbers", "7,1234");
    assertThat(table.code).as(table.err).isZero();
    assertThat(table.out.lines().limit(3))
        .satisfiesExactly(
            head -> assertThat(head).matches("number +tunebench-base +m.gguf"),
            seven -> assertThat(seven).matches("7 +(\\d+) +\\1"),
            more -> assertThat(more).matches("1234 +(\\d+ \\d+) +\\1"));
  }

  @Test
  void aFolderForOllamaHoldsModelfileWeightsAndVerdict() throws IOException {
    Path out = folder.resolve("ollama");
    Outcome written = run("export-ollama", "--model", SHIPPED, "--out", out.toString());
    assertThat(written.code).as(written.err).isZero();
    assertThat(written.out).contains("ollama create NAME -f Modelfile", "Parity passed");
    assertThat(out.resolve("Modelfile"))
        .content()
        .contains("FROM ./model.gguf\n", "TEMPLATE \"\"\"{{ .Prompt }}\"\"\"\n", "temperature 0\n");
    assertThat(out.resolve("model.gguf.parity.json")).content().contains("\"passed\" : true");
    try (GgufFile file = GgufFile.open(out.resolve("model.gguf"))) {
      assertThat(file.tensor("blk.0.attn_q.weight").type()).isEqualTo(GgufType.Q8_0);
    }
    Outcome again = run("export-ollama", "--model", SHIPPED, "--out", out.toString());
    assertThat(again.code).isEqualTo(2);
    assertThat(again.err).contains("is not empty");
  }

  @Test
  void aFolderIsQuantized() {
    String out = folder.resolve("nf4").toString();
    Outcome quantized = run("quantize", "--model", SHIPPED, "--out", out);
    assertThat(quantized.code).as(quantized.err).isZero();
    assertThat(quantized.out).contains("as nf4-double");
    assertThat(folder.resolve("nf4")).isDirectoryContaining("glob:**/tokenizer.json");
    assertThat(run("tokenizers", "--model", out).code).isZero();
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
    Outcome outcome = run(line.formatted(SHIPPED, folder).split(" "));
    assertThat(outcome.code).isEqualTo(2);
    assertThat(outcome.out).isEmpty();
    assertThat(outcome.err.strip()).contains(sentence).doesNotContain("\n", "Exception");
    assertThat(folder).isEmptyDirectory();
  }

  private static Outcome run(String... arguments) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    var heardOut = new ByteArrayOutputStream();
    var heardErr = new ByteArrayOutputStream();
    System.setOut(new PrintStream(heardOut, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(heardErr, true, StandardCharsets.UTF_8));
    try {
      int code = Main.run(arguments);
      return new Outcome(
          code,
          heardOut.toString(StandardCharsets.UTF_8),
          heardErr.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }
}
