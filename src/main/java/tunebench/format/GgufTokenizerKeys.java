package tunebench.format;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tunebench.BadInputException;

/**
 * Says a BPE {@code tokenizer.json} in metadata keys, {@code tokenizer.ggml.*}, as llama.cpp's
 * converter does: what {@link GgufTokenizer} reads.
 */
public final class GgufTokenizerKeys {
  private final JsonNode json;
  private final int size;

  private GgufTokenizerKeys(JsonNode json, int size) {
    this.json = json;
    this.size = size;
  }

  /**
   * The keys of a tokenizer.
   *
   * @param tokenizerJson the text of a {@code tokenizer.json}
   * @param size rows of the model's embedding; numbers without a token get a filler, as in
   *     llama.cpp
   * @throws tunebench.BadInputException if it is no BPE tokenizer, or a byte-level one whose way of
   *     cutting text has no name in llama.cpp
   */
  public static Map<String, Object> of(
      String tokenizerJson, int size, OptionalInt begin, OptionalInt end, OptionalInt pad) {
    try {
      JsonNode json = JsonMapper.shared().readTree(tokenizerJson);
      return new GgufTokenizerKeys(json, size).keys(begin, end, pad);
    } catch (JacksonException e) {
      throw new BadInputException("tokenizer.json is no valid JSON; fetch the file again.", e);
    }
  }

  /** The keys of a GGUF file's own tokenizer, to be written into another one. */
  public static Map<String, Object> copied(GgufMetadata metadata) {
    Map<String, Object> keys = new LinkedHashMap<>();
    metadata
        .values()
        .forEach(
            (key, value) -> {
              if (key.startsWith("tokenizer.")) {
                keys.put(key, value instanceof List<?> list ? narrowed(list) : value);
              }
            });
    return keys;
  }

  /** Lists of whole numbers are int32 in these keys. */
  private static List<?> narrowed(List<?> list) {
    return list.stream().allMatch(Long.class::isInstance)
        ? list.stream().map(n -> Math.toIntExact((Long) n)).toList()
        : list;
  }

  private Map<String, Object> keys(OptionalInt begin, OptionalInt end, OptionalInt pad) {
    if (!json.path("model").path("type").asString("").equals("BPE")) {
      throw refuse("is no BPE tokenizer");
    }
    String[] tokens = new String[size];
    Integer[] types = new Integer[size];
    for (int id = 0; id < size; id++) {
      tokens[id] = "[PAD" + id + "]";
      types[id] = GgufTokenizer.UNUSED;
    }
    json.path("model")
        .path("vocab")
        .propertyStream()
        .forEach(e -> put(tokens, types, e.getKey(), e.getValue().asInt(-1), GgufTokenizer.NORMAL));
    for (JsonNode added : json.path("added_tokens")) {
      boolean special = added.path("special").asBoolean(false);
      put(
          tokens,
          types,
          added.path("content").asString(""),
          added.path("id").asInt(-1),
          special ? GgufTokenizer.CONTROL : GgufTokenizer.USER_DEFINED);
    }
    Map<String, Object> keys = new LinkedHashMap<>();
    if (json.path("model").path("byte_fallback").asBoolean(false)) {
      keys.putAll(new SentencePieceKeys(json).keys(merges(), tokens, types));
    } else {
      keys.put(GgufTokenizer.KEY + "model", "gpt2");
      keys.put(GgufTokenizer.KEY + "pre", cutting());
      keys.put(GgufTokenizer.KEY + "merges", merges());
    }
    keys.put(GgufTokenizer.KEY + "tokens", Arrays.asList(tokens));
    keys.put(GgufTokenizer.KEY + "token_type", Arrays.asList(types));
    begin.ifPresent(id -> keys.put(GgufTokenizer.KEY + "bos_token_id", id));
    end.ifPresent(id -> keys.put(GgufTokenizer.KEY + "eos_token_id", id));
    pad.ifPresent(id -> keys.put(GgufTokenizer.KEY + "padding_token_id", id));
    keys.put(GgufTokenizer.KEY + "add_bos_token", begin.isPresent() && addsBegin());
    return keys;
  }

  private void put(String[] tokens, Integer[] types, String token, int id, int type) {
    if (id < 0 || id >= size) {
      throw refuse(
          "has the token %s, but the model knows %d".formatted(Complaint.quoted(token), size));
    }
    tokens[id] = token;
    types[id] = type;
  }

  private boolean addsBegin() {
    return json.path("post_processor").toString().contains("\"SpecialToken\"");
  }

  private String cutting() {
    String text = json.path("pre_tokenizer").toString();
    for (SplitPattern pattern : SplitPattern.values()) {
      String regex = JsonMapper.shared().writeValueAsString(pattern.regex());
      if (text.contains(regex)) {
        return switch (pattern) {
          case LLAMA3 -> "llama-bpe";
          case QWEN2 -> "qwen2";
          case GPT2 -> "gpt-2";
          case GPT4O -> "gpt-4o";
          case TEKKEN -> "tekken";
        };
      }
    }
    // GPT-2's own way needs no pattern: it is built into ByteLevel.
    if (text.contains("ByteLevel") && !text.contains("Split")) {
      return "gpt-2";
    }
    throw refuse("cuts text in a way that has no name in llama.cpp");
  }

  /** Both ways in which tokenizer.json writes a merge: {@code "a b"} and {@code ["a", "b"]}. */
  private List<String> merges() {
    List<String> merges = new ArrayList<>();
    for (JsonNode merge : json.path("model").path("merges")) {
      merges.add(
          merge.isArray()
              ? merge.path(0).asString("") + " " + merge.path(1).asString("")
              : merge.asString(""));
    }
    return merges;
  }

  private static BadInputException refuse(String problem) {
    return new BadInputException(
        "tokenizer.json " + problem + "; a model with such a tokenizer cannot be written as GGUF.");
  }
}
