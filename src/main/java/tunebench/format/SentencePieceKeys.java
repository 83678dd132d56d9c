package tunebench.format;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Says a BPE tokenizer with byte fallback (LLaMA 2, Mistral, Gemma, Phi-3) in the terms of
 * SentencePiece, as llama.cpp's tokenizer {@code llama} wants it: a score for each token in place
 * of the order of merges. SentencePiece's own BPE models score a piece by minus its rank, and that
 * rank is what the merges keep.
 */
final class SentencePieceKeys {
  private static final Pattern BYTE = Pattern.compile("<0x[0-9A-F]{2}>");
  private static final int BYTE_TYPE = 6;

  /** What llama.cpp's converter gives a number without a token. */
  private static final float UNUSED_SCORE = -10_000;

  private final JsonNode json;

  SentencePieceKeys(JsonNode json) {
    this.json = json;
  }

  /**
   * The keys besides those that every tokenizer has.
   *
   * @param merges {@code "left right"} in the file's order
   * @param tokens by number
   * @param types by number; those of bytes and of the unknown token are put right here
   */
  Map<String, Object> keys(List<String> merges, String[] tokens, Integer[] types) {
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put(GgufTokenizer.KEY + "model", "llama");
    keys.put(GgufTokenizer.KEY + "pre", "default");
    keys.put(GgufTokenizer.KEY + "scores", scores(merges, tokens, types));
    String unknown = json.path("model").path("unk_token").asString("");
    for (int id = 0; id < tokens.length; id++) {
      if (tokens[id].equals(unknown)) {
        types[id] = GgufTokenizer.UNKNOWN;
        keys.put(GgufTokenizer.KEY + "unknown_token_id", id);
      } else if (types[id] == GgufTokenizer.NORMAL && BYTE.matcher(tokens[id]).matches()) {
        types[id] = BYTE_TYPE;
      }
    }
    keys.put(GgufTokenizer.KEY + "add_space_prefix", prependsSpace());
    return keys;
  }

  private static List<Float> scores(List<String> merges, String[] tokens, Integer[] types) {
    Map<String, Integer> ranks = new HashMap<>();
    for (String merge : merges) {
      ranks.putIfAbsent(merge.replaceFirst(" ", ""), ranks.size());
    }
    List<Float> scores = new ArrayList<>(Collections.nCopies(tokens.length, 0f));
    int last = ranks.size();
    for (int id = 0; id < tokens.length; id++) {
      if (types[id] == GgufTokenizer.UNUSED) {
        scores.set(id, UNUSED_SCORE);
      } else if (types[id] == GgufTokenizer.NORMAL && !BYTE.matcher(tokens[id]).matches()) {
        Integer rank = ranks.get(tokens[id]);
        // What no merge makes, single characters, comes behind everything that one makes.
        scores.set(id, (float) -(rank == null ? last++ : rank));
      }
    }
    return scores;
  }

  /** Both ways in which tokenizer.json says that a text gets a space before it. */
  private boolean prependsSpace() {
    return says(json.path("normalizer"), "Prepend")
        || metaspacePrepends(json.path("pre_tokenizer"));
  }

  private static boolean says(JsonNode step, String type) {
    if (step.path("type").asString("").equals(type)) {
      return true;
    }
    for (JsonNode inner : step.path("normalizers")) {
      if (says(inner, type)) {
        return true;
      }
    }
    return false;
  }

  private static boolean metaspacePrepends(JsonNode step) {
    if (step.path("type").asString("").equals("Metaspace")) {
      boolean old = step.path("add_prefix_space").asBoolean(true);
      return old && !step.path("prepend_scheme").asString("always").equals("never");
    }
    for (JsonNode inner : step.path("pretokenizers")) {
      if (metaspacePrepends(inner)) {
        return true;
      }
    }
    return false;
  }
}
