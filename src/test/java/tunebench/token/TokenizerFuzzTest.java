package tunebench.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tunebench.BadInputException;
import tunebench.format.GgufMetadata;
import tunebench.format.GgufTokenizer;
import tunebench.format.JsonMutations;
import tunebench.format.Mutations;
import tunebench.format.SplitPattern;
import tunebench.format.TokenizerJson;
import tunebench.format.TokenizerJson.AddedToken;

/** The tokenizer library is native: a damaged file must not take the JVM with it. */
class TokenizerFuzzTest {
  private static final int FILES = 20_000;

  @TempDir private Path folder;

  @Test
  void aDamagedTokenizerIsOpenedOrRefused() throws Exception {
    List<String> good = List.of(byteLevel(), sentencePiece(), mixed());
    Mutations bytes = new Mutations(20_261_132);
    JsonMutations values = new JsonMutations(20_261_133);
    Path file = folder.resolve("tokenizer.json");
    int opened = 0;
    int refused = 0;
    for (int i = 0; i < FILES; i++) {
      String text = good.get(i % good.size());
      Files.write(
          file,
          i % 4 == 0
              ? bytes.of(text.getBytes(StandardCharsets.UTF_8))
              : values.of(text).getBytes(StandardCharsets.UTF_8));
      try (TextTokenizer tokenizer = TextTokenizer.open(folder)) {
        int[] ids = tokenizer.prompt(" ab 1\u00e9<s>");
        assertThat(tokenizer.text(ids)).isNotNull();
        assertThat(tokenizer.plain("")).isNotNull();
        opened++;
      } catch (BadInputException e) {
        assertThat(e.getMessage()).hasSizeLessThan(700).doesNotContain("\n").doesNotContain("\0");
        refused++;
      }
    }
    System.out.printf("tokenizer fuzz: %d files, %d opened, %d refused%n", FILES, opened, refused);
    assertThat(opened).isPositive();
    assertThat(refused).isPositive();
  }

  private static String byteLevel() {
    return new TokenizerJson(
            List.of("<s>", "a", "b", "ab", "\u0120", "1"),
            List.of("a b"),
            List.of(new AddedToken(0, "<s>", true)),
            SplitPattern.QWEN2,
            "<s>")
        .text();
  }

  private static String sentencePiece() {
    List<String> tokens = List.of("<unk>", "<s>", "\u2581", "a", "\u2581a", "<0xC3>", "b");
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("tokenizer.ggml.model", "llama");
    keys.put("tokenizer.ggml.tokens", tokens);
    keys.put("tokenizer.ggml.scores", List.of(0f, 0f, -3f, -2f, -1f, 0f, -4f));
    keys.put("tokenizer.ggml.token_type", List.of(2L, 3L, 1L, 1L, 1L, 6L, 1L));
    keys.put("tokenizer.ggml.bos_token_id", 1L);
    return GgufTokenizer.of(new GgufMetadata("x.gguf", keys)).json();
  }

  /** Steps that the two others do not have. */
  private static String mixed() {
    return """
    {"version":"1.0","truncation":{"direction":"Right","max_length":3,"strategy":"LongestFirst",
    "stride":0},"padding":{"strategy":"BatchLongest","direction":"Right",
    "pad_to_multiple_of":null,"pad_id":0,"pad_type_id":0,"pad_token":"<s>"},
    "added_tokens":[{"id":0,"content":"<s>","single_word":true,"lstrip":true,"rstrip":true,
    "normalized":true,"special":false}],
    "normalizer":{"type":"Sequence","normalizers":[{"type":"NFKC"},{"type":"Lowercase"},
    {"type":"Strip","strip_left":true,"strip_right":true}]},
    "pre_tokenizer":{"type":"Sequence","pretokenizers":[{"type":"Digits",
    "individual_digits":true},{"type":"Metaspace","replacement":"\u2581",
    "prepend_scheme":"always","split":true}]},
    "post_processor":{"type":"Sequence","processors":[{"type":"ByteLevel",
    "add_prefix_space":true,"trim_offsets":true,"use_regex":true},
    {"type":"TemplateProcessing","single":[{"SpecialToken":{"id":"<s>","type_id":0}},
    {"Sequence":{"id":"A","type_id":0}}],"pair":[],"special_tokens":{"<s>":{"id":"<s>",
    "ids":[0],"tokens":["<s>"]}}}]},
    "decoder":{"type":"Metaspace","replacement":"\u2581","prepend_scheme":"always",
    "split":true},
    "model":{"type":"BPE","dropout":null,"unk_token":"<s>","continuing_subword_prefix":"",
    "end_of_word_suffix":"","fuse_unk":true,"byte_fallback":true,"ignore_merges":true,
    "vocab":{"<s>":0,"a":1,"b":2,"ab":3,"\u2581":4},"merges":[["a","b"]]}}
    """;
  }
}
