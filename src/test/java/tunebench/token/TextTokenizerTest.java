package tunebench.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tunebench.BadInputException;
import tunebench.format.SplitPattern;
import tunebench.format.TokenizerJson;
import tunebench.format.TokenizerJson.AddedToken;

class TextTokenizerTest {
  @TempDir private Path folder;

  @BeforeEach
  void tokenizer() throws Exception {
    write("tokenizer.json", json("<s>"));
  }

  /** A file of its own outvotes tokenizer.json, as in transformers. */
  @ParameterizedTest
  @CsvSource({
    "<s>, {}, true",
    "<s>, {'add_bos_token':false}, false",
    "<s>, {'add_bos_token':true}, true",
    "-, {'add_bos_token':true}, true",
    "-, {}, false"
  })
  void promptsBeginAsTheModelsFilesSay(String template, String settings, boolean begins)
      throws Exception {
    write("tokenizer.json", json(template));
    write(
        "tokenizer_config.json",
        settings.replace('\'', '"').replace("{", "{\"bos_token\":\"<s>\"" + comma(settings)));
    try (TextTokenizer tokenizer = TextTokenizer.open(folder)) {
      assertThat(tokenizer.prompt("ab"))
          .containsExactly(begins ? new int[] {0, 2, 3} : new int[] {2, 3});
      assertThat(tokenizer.plain("ab")).containsExactly(2, 3);
    }
  }

  @Test
  void longTextsAreNotCut() throws Exception {
    try (TextTokenizer tokenizer = TextTokenizer.open(folder)) {
      assertThat(tokenizer.plain("a b ".repeat(3000))).hasSize(12_000);
    }
  }

  @Test
  void theEndIsThatOfTheFirstFileThatNamesOne() throws Exception {
    assertThat(end()).isEqualTo(-1);
    write("tokenizer_config.json", "{\"eos_token\":\"<e>\"}");
    assertThat(end()).isEqualTo(1);
    write("config.json", "{\"eos_token_id\":3}");
    assertThat(end()).isEqualTo(3);
    write("generation_config.json", "{\"eos_token_id\":[2,1]}");
    assertThat(end()).isEqualTo(2);
    assertThat(TokenizerFiles.read(folder).ends()).containsExactly(2, 1);
  }

  @Test
  void aChatTemplateMayStandInAFileOrAmongSeveral() throws Exception {
    write(
        "tokenizer_config.json",
        "{\"chat_template\":[{\"name\":\"tool\",\"template\":\"t\"},{\"name\":\"default\",\"template\":\"d\"}]}");
    assertThat(TokenizerFiles.read(folder).chatTemplate()).hasValue("d");
    write("chat_template.jinja", "j");
    assertThat(TokenizerFiles.read(folder).chatTemplate()).hasValue("j");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{\"model\":{\"type\":\"Nothing\"}}",
        "PK\u0003\u0004 a zip",
        "{\"added_tokens\":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["
      })
  void whatIsNoTokenizerIsOneSentence(String json) throws Exception {
    write("tokenizer.json", json);
    assertThatThrownBy(() -> TextTokenizer.open(folder))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("tokenizer.json")
        .hasMessageNotContaining("\n");
  }

  private int end() {
    try (TextTokenizer tokenizer = TextTokenizer.open(folder)) {
      return tokenizer.end();
    }
  }

  private static String comma(String settings) {
    return settings.equals("{}") ? "" : ",";
  }

  private static String json(String begin) {
    return new TokenizerJson(
            List.of("<s>", "<e>", "a", "b", "\u0120"),
            List.of(),
            List.of(new AddedToken(0, "<s>", true), new AddedToken(1, "<e>", true)),
            SplitPattern.LLAMA3,
            begin.equals("-") ? null : begin)
        .text();
  }

  private void write(String name, String text) throws Exception {
    Files.writeString(folder.resolve(name), text);
  }
}
