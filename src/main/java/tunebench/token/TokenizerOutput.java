package tunebench.token;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tunebench.format.AtomicFile;
import tunebench.format.TokenizerParts;

/** Writes what a model says of its tokens as the files that a folder on the Hub has for it. */
public final class TokenizerOutput {
  private static final JsonMapper JSON = JsonMapper.shared();

  private TokenizerOutput() {}

  /**
   * Writes {@code tokenizer.json}, {@code tokenizer_config.json} and {@code
   * generation_config.json}.
   */
  public static void write(TokenizerFiles files, Path folder) throws IOException {
    byte[] json = files.json().getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(folder.resolve("tokenizer.json"), json);
    Map<String, Integer> added = TokenizerParts.of(json, "tokenizer.json").added();
    ObjectNode settings = JSON.createObjectNode().put("tokenizer_class", "PreTrainedTokenizerFast");
    OptionalInt end = files.ends().stream().mapToInt(Integer::intValue).findFirst();
    name(settings, "bos_token", files.begin(), added);
    name(settings, "eos_token", end, added);
    name(settings, "pad_token", files.pad(), added);
    files.addBegin().ifPresent(add -> settings.put("add_bos_token", add));
    files.chatTemplate().ifPresent(text -> settings.put("chat_template", text));
    write(folder.resolve("tokenizer_config.json"), settings);
    ObjectNode generation = JSON.createObjectNode();
    files.begin().ifPresent(id -> generation.put("bos_token_id", id));
    files.pad().ifPresent(id -> generation.put("pad_token_id", id));
    if (files.ends().size() == 1) {
      generation.put("eos_token_id", files.ends().getFirst());
    } else {
      files.ends().forEach(generation.withArray("eos_token_id")::add);
    }
    write(folder.resolve("generation_config.json"), generation);
  }

  private static void name(
      ObjectNode settings, String field, OptionalInt id, Map<String, Integer> added) {
    added.entrySet().stream()
        .filter(token -> id.isPresent() && token.getValue() == id.getAsInt())
        .findFirst()
        .ifPresent(token -> settings.put(field, token.getKey()));
  }

  private static void write(Path file, ObjectNode content) throws IOException {
    AtomicFile.write(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(content));
  }
}
