package tunebench.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tunebench.format.SplitPattern;
import tunebench.format.TokenizerJson;
import tunebench.format.TokenizerJson.AddedToken;

/**
 * Writes a trained vocabulary as the three files of a model folder in which Hugging Face's
 * libraries, and ours, look for a tokenizer.
 */
public final class TokenizerFolder {
  private static final JsonMapper JSON = JsonMapper.shared();

  private TokenizerFolder() {}

  /**
   * Writes {@code tokenizer.json}, {@code tokenizer_config.json} and {@code
   * special_tokens_map.json}.
   *
   * @param maxLength the most tokens that the model takes
   */
  public static void write(Path folder, BytePairVocabulary vocabulary, int maxLength)
      throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("tokenizer.json"), json(vocabulary).text());
    write(
        folder.resolve("tokenizer_config.json"),
        named()
            .put("clean_up_tokenization_spaces", false)
            .put("model_max_length", maxLength)
            .put("tokenizer_class", "PreTrainedTokenizerFast"));
    write(folder.resolve("special_tokens_map.json"), named());
  }

  static TokenizerJson json(BytePairVocabulary vocabulary) {
    List<AddedToken> added =
        SpecialTokens.ALL.stream()
            .map(t -> new AddedToken(vocabulary.tokens().indexOf(t), t, true))
            .toList();
    return new TokenizerJson(
        vocabulary.tokens(), vocabulary.merges(), added, SplitPattern.LLAMA3, SpecialTokens.BEGIN);
  }

  private static ObjectNode named() {
    return JSON.createObjectNode()
        .put("bos_token", SpecialTokens.BEGIN)
        .put("eos_token", SpecialTokens.END)
        .put("pad_token", SpecialTokens.PAD);
  }

  private static void write(Path file, ObjectNode content) throws IOException {
    String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(content);
    Files.writeString(file, text.replace("\r\n", "\n") + "\n");
  }
}
