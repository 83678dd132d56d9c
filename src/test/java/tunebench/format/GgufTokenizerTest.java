package tunebench.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;
import tunebench.BadInputException;
import tunebench.format.TokenizerJson.AddedToken;
import tunebench.sample.BytePairTrainer;
import tunebench.sample.BytePairVocabulary;
import tunebench.sample.TokenizerFolder;

/** Tokenizers from metadata, as the reference tokenizer library reads what is made of them. */
class GgufTokenizerTest {
  private static final String KEY = "tokenizer.ggml.";
  private static final List<String> TEXTS =
      List.of("The cable costs $12.50, the cables cost $999.", "été — ½ 你好 🙂 \n\n  tabs\t.");

  @TempDir private Path folder;

  @Test
  void aByteLevelTokenizerComesBackThroughMetadata() throws Exception {
    BytePairVocabulary vocabulary = BytePairTrainer.train(TEXTS, 1500);
    TokenizerFolder.write(folder, vocabulary, 512);
    String original = Files.readString(folder.resolve("tokenizer.json"));
    Map<String, Object> keys =
        GgufTokenizerKeys.of(
            original,
            vocabulary.size() + 2,
            OptionalInt.of(vocabulary.begin()),
            OptionalInt.of(vocabulary.end()),
            OptionalInt.of(vocabulary.pad()));
    assertThat(keys).containsEntry(KEY + "pre", "llama-bpe").containsEntry(KEY + "model", "gpt2");
    GgufTokenizer back = GgufTokenizer.of(read(keys));
    assertThat(back.begin()).hasValue(vocabulary.begin());
    assertThat(back.tokens()).endsWith("[PAD" + (vocabulary.size() + 1) + "]");
    try (HuggingFaceTokenizer first = load(original);
        HuggingFaceTokenizer second = load(back.json())) {
      for (String text : TEXTS) {
        for (boolean special : new boolean[] {false, true}) {
          assertThat(second.encode(text, special, false).getIds())
              .containsExactly(first.encode(text, special, false).getIds());
        }
        assertThat(second.decode(second.encode(text, false, false).getIds())).isEqualTo(text);
      }
    }
  }

  @Test
  void sentencePieceMergesByScoreAndFallsBackToBytes() throws Exception {
    GgufTokenizer tokenizer = GgufTokenizer.of(read(sentencePiece(true)));
    try (HuggingFaceTokenizer loaded = load(tokenizer.json())) {
      assertThat(pieces(loaded, "hello hell")).containsExactly("▁hello", "▁hell");
      // "lo" scores better than "el", and "▁h" than "he".
      assertThat(pieces(loaded, "helo")).containsExactly("▁h", "e", "lo");
      assertThat(pieces(loaded, "é")).containsExactly("▁", "<0xC3>", "<0xA9>");
      assertThat(loaded.encode("h", true, false).getIds()).startsWith(1);
      assertThat(loaded.encode("h</s>", false, false).getIds()).endsWith(2);
      Random random = new Random(4);
      for (int i = 0; i < 200; i++) {
        String text =
            random
                .ints(12, 32, 0xd7ff)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        text = text.replace('\u2581', 'x');
        assertThat(loaded.decode(loaded.encode(text, false, false).getIds())).isEqualTo(text);
      }
    }
  }

  @Test
  void sentencePieceComesBackThroughTokenizerJson() throws Exception {
    for (boolean prefix : new boolean[] {true, false}) {
      String original = GgufTokenizer.of(read(sentencePiece(prefix))).json();
      Map<String, Object> keys =
          GgufTokenizerKeys.of(
              original, 275, OptionalInt.of(1), OptionalInt.of(2), OptionalInt.empty());
      assertThat(keys)
          .containsEntry(KEY + "model", "llama")
          .containsEntry(KEY + "pre", "default")
          .containsEntry(KEY + "unknown_token_id", 0)
          .containsEntry(KEY + "add_bos_token", true)
          .containsEntry(KEY + "add_space_prefix", prefix);
      // Unknown, two control tokens, bytes, pieces, fillers: as llama.cpp numbers them.
      assertThat(List.<Object>copyOf((List<?>) keys.get(KEY + "token_type")))
          .startsWith(2, 3, 3, 6)
          .endsWith(6, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 5, 5, 5, 5);
      String back = GgufTokenizer.of(read(keys)).json();
      try (HuggingFaceTokenizer first = load(original);
          HuggingFaceTokenizer second = load(back)) {
        for (String text : List.of("hello hell", "helo lo hel", "é h", "", " he</s>h")) {
          assertThat(second.encode(text, true, false).getIds())
              .containsExactly(first.encode(text, true, false).getIds());
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyWayOfCuttingHasANameInLlamaCpp(SplitPattern split) throws Exception {
    TokenizerJson json = new TokenizerJson(List.of("a", "b"), List.of(), List.of(), split, null);
    Map<String, Object> keys = keys(json.text());
    assertThat(GgufTokenizer.of(read(keys)).json())
        .contains(JsonMapper.shared().writeValueAsString(split.regex()));
  }

  @Test
  void gemmaPutsNoSpaceBeforeAText() throws Exception {
    GgufTokenizer tokenizer = GgufTokenizer.of(read(sentencePiece(false)));
    try (HuggingFaceTokenizer loaded = load(tokenizer.json())) {
      assertThat(pieces(loaded, "h hell")).containsExactly("h", "▁hell");
      assertThat(loaded.decode(loaded.encode(" h", false, false).getIds())).isEqualTo(" h");
    }
  }

  @Test
  void qwenNormalizesAndCutsEveryDigit() {
    TokenizerJson json =
        new TokenizerJson(
            List.of("1", "2"),
            List.of(),
            List.of(new AddedToken(1, "2", true)),
            SplitPattern.QWEN2,
            null);
    assertThat(json.text()).contains("\"NFC\"").contains("\\\\p{N}|");
  }

  @Test
  void whatCannotBeATokenizerIsNamed() {
    refused(Map.of(), "lacks \"tokenizer.ggml.tokens\"");
    refused(with("tokens", List.of("a", "a")), "\"a\" twice");
    refused(with("bos_token_id", 99_999), "one of its");
    refused(with("model", "t5"), "gpt2 or llama");
    refused(with("scores", List.of(1f)), "one number for each token");
    refused(with("token_type", List.of(1)), "one number for each token");
    Map<String, Object> merges = with("model", "gpt2");
    merges.put(KEY + "merges", List.of("h e", "q q"));
    refused(merges, "see \"q q\"");
    Map<String, Object> unknown = with("model", "gpt2");
    unknown.put(KEY + "pre", "bloom");
    refused(unknown, "llama-bpe, qwen2, gpt-2");
  }

  @Test
  void aTokenizerThatGgufCannotSayIsRefused() {
    for (String json :
        List.of(
            "{",
            "{\"model\":{\"type\":\"Unigram\"}}",
            "{\"model\":{\"type\":\"BPE\",\"vocab\":{\"a\":7}}}",
            "{\"model\":{\"type\":\"BPE\"},\"pre_tokenizer\":{\"type\":\"Whitespace\"}}")) {
      assertThatThrownBy(() -> keys(json))
          .isInstanceOf(BadInputException.class)
          .hasMessageStartingWith("tokenizer.json ");
    }
  }

  private static Map<String, Object> keys(String json) {
    OptionalInt none = OptionalInt.empty();
    return GgufTokenizerKeys.of(json, 4, none, none, none);
  }

  private void refused(Map<String, Object> keys, String sentence) {
    assertThatThrownBy(() -> GgufTokenizer.of(read(keys)).json())
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(sentence);
  }

  private static Map<String, Object> with(String key, Object value) {
    Map<String, Object> keys = sentencePiece(true);
    keys.put(KEY + key, value);
    return keys;
  }

  private static Map<String, Object> sentencePiece(boolean prefix) {
    List<String> tokens = new ArrayList<>(List.of("<unk>", "<s>", "</s>"));
    List<Integer> types = new ArrayList<>(List.of(2, 3, 3));
    for (int b = 0; b < 256; b++) {
      tokens.add("<0x%02X>".formatted(b));
      types.add(6);
    }
    List<String> pieces =
        List.of("▁h", "lo", "el", "he", "▁hel", "▁hell", "▁hello", "▁", "h", "e", "l", "o");
    tokens.addAll(pieces);
    List<Float> scores = new ArrayList<>();
    for (int id = 0; id < tokens.size(); id++) {
      int piece = id - 259;
      types.add(1);
      scores.add(piece < 0 ? 0f : -piece);
    }
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put(KEY + "model", "llama");
    keys.put(KEY + "tokens", tokens);
    keys.put(KEY + "scores", scores);
    keys.put(KEY + "token_type", types.subList(0, tokens.size()));
    keys.put(KEY + "bos_token_id", 1);
    keys.put(KEY + "eos_token_id", 2);
    keys.put(KEY + "add_space_prefix", prefix);
    return keys;
  }

  private static List<String> pieces(HuggingFaceTokenizer tokenizer, String text) {
    return List.of(tokenizer.encode(text, false, false).getTokens());
  }

  private HuggingFaceTokenizer load(String json) throws Exception {
    Path path = Files.createTempDirectory(folder, "t").resolve("tokenizer.json");
    Files.writeString(path, json);
    return HuggingFaceTokenizer.builder()
        .optTokenizerPath(path)
        .optTruncation(false)
        .optPadding(false)
        .build();
  }

  /** The keys after a way through a file. */
  private GgufMetadata read(Map<String, Object> keys) throws Exception {
    Path path = folder.resolve("m.gguf");
    try (GgufWriter writer = GgufWriter.create(path, keys, List.of())) {
      writer.finish();
    }
    try (GgufFile file = GgufFile.open(path)) {
      return file.metadata();
    }
  }
}
