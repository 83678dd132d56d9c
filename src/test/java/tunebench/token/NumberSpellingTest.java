package tunebench.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tunebench.format.GgufMetadata;
import tunebench.format.GgufTokenizer;
import tunebench.format.SplitPattern;
import tunebench.format.TokenizerJson;
import tunebench.format.TokenizerJson.AddedToken;

/** Three ways to spell a number, as those of Llama 3, Qwen 2.5 and Phi-3. */
class NumberSpellingTest {
  private static final List<Long> NUMBERS = List.of(0L, 10L, 999L, 1000L);
  private static final String LETTERS = "Pricesi$ ";

  @TempDir private Path folder;

  @Test
  void aTokenForEachNumberMakesTheNextTokenAPrice() throws Exception {
    NumberSpelling llama = spelling("llama", grouped());
    assertThat(llama.alone()).isEqualTo(1);
    assertThat(llama.asPrice()).isEqualTo(1);
    assertThat(llama.tokens().get(999L)).hasSize(1);
    assertThat(llama.tokens().get(1000L)).hasSize(2);
    assertThat(llama.begin()).hasValue(0);
    assertThat(llama.meaning()).contains("Each price from $0 to $999 is one token");
  }

  @Test
  void aTokenForEachDigitMakesTheNextTokenADigit() throws Exception {
    NumberSpelling qwen = spelling("qwen", digits());
    assertThat(qwen.alone()).isEqualTo(0.01);
    assertThat(qwen.asPrice()).isEqualTo(0.01);
    assertThat(qwen.tokens().get(999L)).hasSize(3);
    assertThat(Set.copyOf(qwen.tokens().getOrDefault(999L, List.of()))).hasSize(1);
    assertThat(qwen.begin()).isEmpty();
    assertThat(qwen.meaning()).startsWith("Only 1.0 % of the prices");
  }

  @Test
  void aSpaceThatIsPutBeforeATextIsNoPartOfAPrice() throws Exception {
    NumberSpelling phi = spelling("phi", sentencePiece());
    assertThat(phi.alone()).isZero();
    assertThat(phi.asPrice()).isEqualTo(0.01);
    assertThat(phi.tokens().get(10L)).hasSize(3);
  }

  @Test
  void theTableHasAColumnForEachModelAndASentence() throws Exception {
    NumberSpelling a = spelling("llama", grouped());
    NumberSpelling b = spelling("qwen", digits());
    String table = new NumberSpellings(NUMBERS, List.of(a, b)).table();
    List<String> lines = table.lines().toList();
    assertThat(lines.get(0)).matches("number +llama +qwen");
    assertThat(lines.get(1)).matches("0 +\\d+ +\\d+");
    assertThat(lines.get(4)).matches("1000 +\\d+ \\d+ +\\d+ \\d+ \\d+ \\d+");
    assertThat(table)
        .containsPattern("0-999 in one token +100.0 % +1.0 %")
        .containsPattern("after \"Price is \\$\" +100.0 % +1.0 %")
        .containsPattern("a prompt begins with +0 +nothing")
        .contains("llama: Each price")
        .contains("qwen: Only 1.0 %");
  }

  private NumberSpelling spelling(String name, String tokenizerJson) throws Exception {
    Path model = Files.createDirectory(folder.resolve(name));
    Files.writeString(model.resolve("tokenizer.json"), tokenizerJson);
    try (TextTokenizer tokenizer = TextTokenizer.open(model)) {
      return NumberSpelling.of(name, tokenizer, NUMBERS);
    }
  }

  private static List<String> characters() {
    List<String> tokens = new ArrayList<>();
    LETTERS.chars().distinct().forEach(c -> tokens.add(c == ' ' ? "\u0120" : "" + (char) c));
    IntStream.range(0, 10).forEach(d -> tokens.add(Integer.toString(d)));
    return tokens;
  }

  private static String grouped() {
    List<String> tokens = new ArrayList<>(List.of("<s>"));
    tokens.addAll(characters());
    List<String> merges = new ArrayList<>();
    for (int n = 10; n < 1000; n++) {
      String text = Integer.toString(n);
      tokens.add(text);
      merges.add(text.substring(0, text.length() - 1) + " " + text.charAt(text.length() - 1));
    }
    return new TokenizerJson(
            tokens, merges, List.of(new AddedToken(0, "<s>", true)), SplitPattern.LLAMA3, "<s>")
        .text();
  }

  private static String digits() {
    return new TokenizerJson(characters(), List.of(), List.of(), SplitPattern.QWEN2, null).text();
  }

  private static String sentencePiece() {
    List<String> tokens = new ArrayList<>(List.of("<unk>", "\u2581"));
    tokens.addAll(characters().stream().filter(t -> !t.equals("\u0120")).toList());
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("tokenizer.ggml.model", "llama");
    keys.put("tokenizer.ggml.tokens", tokens);
    keys.put("tokenizer.ggml.scores", tokens.stream().map(t -> -1f).toList());
    keys.put("tokenizer.ggml.add_bos_token", false);
    return GgufTokenizer.of(new GgufMetadata("x.gguf", keys)).json();
  }
}
