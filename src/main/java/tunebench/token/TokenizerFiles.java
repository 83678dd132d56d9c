package tunebench.token;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tunebench.BadInputException;
import tunebench.format.GgufFile;
import tunebench.format.GgufPath;
import tunebench.format.GgufTokenizer;
import tunebench.format.JsonFile;
import tunebench.format.TokenizerCheck;
import tunebench.format.TokenizerParts;

/**
 * What a model's own files say of its tokens: {@code tokenizer.json}, {@code
 * tokenizer_config.json}, {@code generation_config.json}, {@code config.json} and {@code
 * chat_template.jinja} of a folder, or the metadata of a GGUF file.
 *
 * @param json the text of a {@code tokenizer.json}
 * @param begin the token that begins a text
 * @param ends the tokens that end an answer, the usual one first
 * @param pad the token that fills up
 * @param addBegin whether prompts begin with {@code begin}, where a file says so apart from {@code
 *     tokenizer.json}
 * @param chatTemplate how a conversation becomes text, in Jinja
 */
public record TokenizerFiles(
    String json,
    OptionalInt begin,
    List<Integer> ends,
    OptionalInt pad,
    Optional<Boolean> addBegin,
    Optional<String> chatTemplate) {
  /** Gemma's, the largest of the Hub's, have some 35 MB. */
  private static final long MOST_JSON = 200_000_000;

  private static final long MOST_TEMPLATE = 4_000_000;

  public TokenizerFiles {
    ends = List.copyOf(ends);
  }

  /**
   * Reads them.
   *
   * @param model a folder in the Hub's layout, a {@code .gguf} file, or a folder with one
   * @throws BadInputException if there is no tokenizer, or a file is not what it should be
   */
  public static TokenizerFiles read(Path model) {
    Optional<Path> gguf = GgufPath.find(model);
    if (gguf.isPresent()) {
      return ofGguf(gguf.get());
    }
    Path file = model.resolve("tokenizer.json");
    if (!Files.isRegularFile(file)) {
      throw new BadInputException(
          model + " holds no tokenizer.json; add the one that belongs to the model.");
    }
    byte[] json = JsonFile.bytes(file, MOST_JSON);
    TokenizerParts parts = TokenizerParts.of(json, file.toString());
    TokenizerCheck.check(parts, file.toString());
    Map<String, Integer> added = parts.added();
    JsonNode settings = optional(model.resolve("tokenizer_config.json"));
    JsonNode generation = optional(model.resolve("generation_config.json"));
    JsonNode config = optional(model.resolve("config.json"));
    List<Integer> ends = ids(generation.path("eos_token_id"));
    if (ends.isEmpty()) {
      ends = ids(config.path("eos_token_id"));
    }
    if (ends.isEmpty()) {
      ends = named(settings, "eos_token", added).stream().boxed().toList();
    }
    JsonNode add = settings.path("add_bos_token");
    return new TokenizerFiles(
        new String(json, StandardCharsets.UTF_8),
        settings.has("bos_token")
            ? named(settings, "bos_token", added)
            : first(config.path("bos_token_id")),
        ends,
        settings.has("pad_token")
            ? named(settings, "pad_token", added)
            : first(config.path("pad_token_id")),
        add.isBoolean() ? Optional.of(add.asBoolean()) : Optional.empty(),
        template(model, settings));
  }

  private static TokenizerFiles ofGguf(Path path) {
    try (GgufFile file = GgufFile.open(path)) {
      GgufTokenizer tokenizer = GgufTokenizer.of(file.metadata());
      return new TokenizerFiles(
          tokenizer.json(),
          tokenizer.begin(),
          tokenizer.ends(),
          tokenizer.pad(),
          Optional.empty(),
          tokenizer.chatTemplate());
    }
  }

  private static JsonNode optional(Path file) {
    return Files.exists(file) ? JsonFile.read(file) : JsonNodeFactory.instance.objectNode();
  }

  /** A number, or a list of numbers. */
  private static List<Integer> ids(JsonNode node) {
    List<Integer> ids = new ArrayList<>();
    for (JsonNode id : node.isArray() ? node : List.of(node)) {
      if (id.isInt() && id.asInt() >= 0) {
        ids.add(id.asInt());
      }
    }
    return ids;
  }

  private static OptionalInt first(JsonNode node) {
    return ids(node).stream().mapToInt(Integer::intValue).findFirst();
  }

  /** A token is named by its content, or by an object that has it. */
  private static OptionalInt named(JsonNode settings, String field, Map<String, Integer> added) {
    JsonNode token = settings.path(field);
    String content = (token.isObject() ? token.path("content") : token).asString("");
    Integer id = added.get(content);
    return id == null ? OptionalInt.empty() : OptionalInt.of(id);
  }

  private static Optional<String> template(Path model, JsonNode settings) {
    Path jinja = model.resolve("chat_template.jinja");
    if (Files.exists(jinja)) {
      return Optional.of(new String(JsonFile.bytes(jinja, MOST_TEMPLATE), StandardCharsets.UTF_8));
    }
    JsonNode template = settings.path("chat_template");
    if (template.isString()) {
      return Optional.of(template.asString());
    }
    // Several templates: the one for plain conversations.
    for (JsonNode each : template) {
      if (each.path("name").asString("").equals("default") && each.path("template").isString()) {
        return Optional.of(each.path("template").asString());
      }
    }
    return Optional.empty();
  }
}
