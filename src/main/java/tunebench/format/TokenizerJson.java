package tunebench.format;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A byte-level BPE tokenizer in the words of a {@code tokenizer.json} (<a
 * href="https://huggingface.co/docs/tokenizers">Hugging Face tokenizers</a>).
 *
 * @param tokens by number, the added ones among them
 * @param merges {@code "left right"}, the first to be applied first
 * @param added tokens that are found in the text before it is cut
 * @param split how the text is cut
 * @param begin the token that goes before every text when special tokens are asked for, if any
 */
public record TokenizerJson(
    List<String> tokens,
    List<String> merges,
    List<AddedToken> added,
    SplitPattern split,
    @Nullable String begin) {

  private static final JsonMapper JSON = JsonMapper.shared();

  public TokenizerJson {
    tokens = List.copyOf(tokens);
    merges = List.copyOf(merges);
    added = List.copyOf(added);
  }

  /**
   * A token that is matched as a whole.
   *
   * @param special whether decoding may leave it out
   */
  public record AddedToken(int id, String content, boolean special) {}

  /** The file's text. */
  public String text() {
    ObjectNode root = JSON.createObjectNode();
    root.put("version", "1.0");
    root.putNull("truncation");
    root.putNull("padding");
    putAdded(root.putArray("added_tokens"), added);
    if (split == SplitPattern.QWEN2) {
      root.putObject("normalizer").put("type", "NFC");
    } else {
      root.putNull("normalizer");
    }
    ArrayNode cuts =
        root.putObject("pre_tokenizer").put("type", "Sequence").putArray("pretokenizers");
    ObjectNode cut = cuts.addObject().put("type", "Split");
    cut.putObject("pattern").put("Regex", split.regex());
    cut.put("behavior", "Isolated").put("invert", false);
    byteLevel(cuts.addObject());
    if (begin == null) {
      byteLevel(root.putObject("post_processor"));
    } else {
      putBegin(root.putObject("post_processor"), begin, tokens.indexOf(begin));
    }
    byteLevel(root.putObject("decoder"));
    putModel(root.putObject("model"));
    return root + "\n";
  }

  static void putAdded(ArrayNode array, List<AddedToken> added) {
    for (AddedToken token : added) {
      array
          .addObject()
          .put("id", token.id())
          .put("content", token.content())
          .put("single_word", false)
          .put("lstrip", false)
          .put("rstrip", false)
          .put("normalized", false)
          .put("special", token.special());
    }
  }

  /** {@code begin A} for a text, {@code begin A begin B} for a pair of texts. */
  static void putBegin(ObjectNode processor, String begin, int id) {
    processor.put("type", "TemplateProcessing");
    ArrayNode single = processor.putArray("single");
    ArrayNode pair = processor.putArray("pair");
    putPiece(single, "SpecialToken", begin, 0);
    putPiece(single, "Sequence", "A", 0);
    putPiece(pair, "SpecialToken", begin, 0);
    putPiece(pair, "Sequence", "A", 0);
    putPiece(pair, "SpecialToken", begin, 1);
    putPiece(pair, "Sequence", "B", 1);
    ObjectNode token = processor.putObject("special_tokens").putObject(begin).put("id", begin);
    token.putArray("ids").add(id);
    token.putArray("tokens").add(begin);
  }

  private static void putPiece(ArrayNode template, String kind, String id, int type) {
    template.addObject().putObject(kind).put("id", id).put("type_id", type);
  }

  private static void byteLevel(ObjectNode node) {
    node.put("type", "ByteLevel")
        .put("add_prefix_space", false)
        .put("trim_offsets", true)
        .put("use_regex", false);
  }

  private void putModel(ObjectNode model) {
    model.put("type", "BPE").putNull("dropout");
    model.putNull("unk_token").putNull("continuing_subword_prefix").putNull("end_of_word_suffix");
    model.put("fuse_unk", false).put("byte_fallback", false);
    model.put("ignore_merges", split == SplitPattern.LLAMA3 || split == SplitPattern.TEKKEN);
    ObjectNode vocabulary = model.putObject("vocab");
    for (int id = 0; id < tokens.size(); id++) {
      vocabulary.put(tokens.get(id), id);
    }
    merges.forEach(model.putArray("merges")::add);
  }
}
