package tunebench.sample;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The written files as the reference tokenizer library reads them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TokenizerFolderTest {
  private static final List<String> TEXTS = SampleTexts.products(5, 800);

  private final BytePairVocabulary vocabulary = BytePairTrainer.train(TEXTS, 2000);

  private Path folder;
  private HuggingFaceTokenizer tokenizer;

  @BeforeAll
  void writeAndLoad(@TempDir Path temporary) throws IOException {
    folder = temporary;
    TokenizerFolder.write(folder, vocabulary, 2048);
    tokenizer = load(false);
  }

  @AfterAll
  void close() {
    tokenizer.close();
  }

  private HuggingFaceTokenizer load(boolean special) throws IOException {
    return HuggingFaceTokenizer.builder()
        .optTokenizerPath(folder)
        .optAddSpecialTokens(special)
        .optTruncation(false)
        .optPadding(false)
        .build();
  }

  private long[] ids(String text) {
    return tokenizer.encode(text).getIds();
  }

  @Test
  void anyTextComesBackAsItWent() {
    Random random = new Random(17);
    for (int i = 0; i < 500; i++) {
      String text = SampleTexts.unicode(random, 1 + random.nextInt(60));
      assertThat(tokenizer.decode(ids(text))).isEqualTo(text);
    }
    for (String text : TEXTS) {
      assertThat(tokenizer.decode(ids(text))).isEqualTo(text);
    }
  }

  @Test
  void everyNumberBelowAThousandIsOneTokenOfItsOwn() {
    Set<Long> seen = new HashSet<>();
    for (int n = 0; n < 1000; n++) {
      assertThat(ids(Integer.toString(n))).hasSize(1);
      seen.add(ids(Integer.toString(n))[0]);
    }
    assertThat(seen).hasSize(1000);
    for (String padded : NumberTokens.tokens()) {
      assertThat(ids(padded)).hasSize(1);
    }
  }

  @Test
  void numbersAreOneTokenByTheirMergesAloneToo() throws IOException {
    Path copy = Files.createDirectory(folder.resolve("merges"));
    String json = Files.readString(folder.resolve("tokenizer.json"));
    Files.writeString(
        copy.resolve("tokenizer.json"),
        json.replace("\"ignore_merges\":true", "\"ignore_merges\":false"));
    try (HuggingFaceTokenizer merging = HuggingFaceTokenizer.newInstance(copy)) {
      for (int n = 0; n < 1000; n++) {
        assertThat(merging.encode(Integer.toString(n), false, false).getIds()).hasSize(1);
      }
    }
  }

  @Test
  void aPriceIsTheSignAndTheNumber() {
    assertThat(ids("$999")).containsExactly(id("$"), id("999"));
    assertThat(ids("Price is $54.00")).endsWith(id("Ġ$"), id("54"), id("."), id("00"));
    assertThat(ids("1000")).containsExactly(id("100"), id("0"));
  }

  @Test
  void learnedWordsAreUsed() {
    String text = TEXTS.getFirst();
    assertThat(ids(text).length).isLessThan(text.length() / 2);
  }

  @Test
  void theBeginningIsMarkedOnlyWhenAsked() throws IOException {
    try (HuggingFaceTokenizer special = load(true)) {
      assertThat(special.encode("5").getIds()).containsExactly(vocabulary.begin(), id("5"));
    }
    assertThat(ids("5")).containsExactly(id("5"));
    assertThat(ids("5<|end_of_text|>")).containsExactly(id("5"), vocabulary.end());
  }

  @Test
  void theConfigurationNamesTheSpecialTokens() throws IOException {
    JsonNode config =
        JsonMapper.shared().readTree(Files.readString(folder.resolve("tokenizer_config.json")));
    assertThat(config.get("bos_token").asString()).isEqualTo("<|begin_of_text|>");
    assertThat(config.get("eos_token").asString()).isEqualTo("<|end_of_text|>");
    assertThat(config.get("pad_token").asString()).isEqualTo("<|pad|>");
    assertThat(config.get("model_max_length").asInt()).isEqualTo(2048);
    assertThat(config.get("tokenizer_class").asString()).isEqualTo("PreTrainedTokenizerFast");
    assertThat(folder.resolve("special_tokens_map.json")).exists();
  }

  @Test
  void theSameTextsGiveTheSameBytes() {
    String again = TokenizerFolder.json(BytePairTrainer.train(TEXTS, 2000)).text();
    assertThat(folder.resolve("tokenizer.json")).hasContent(again);
  }

  private long id(String token) {
    return vocabulary.tokens().indexOf(token);
  }
}
