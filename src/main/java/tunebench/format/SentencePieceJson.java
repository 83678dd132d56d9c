package tunebench.format;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A SentencePiece tokenizer of LLaMA 2's kind in the words of a {@code tokenizer.json}: BPE over
 * characters, a space written as {@code ▁}, unknown characters by their bytes. SentencePiece knows
 * no merges but scores; every way to build a piece of two others becomes a merge, the best score
 * first.
 *
 * @param tokens by number
 * @param scores one for each token
 * @param added tokens that are found in the text before it is cut
 * @param unknown the token for what cannot be encoded, if any
 * @param begin the token that goes before every text when special tokens are asked for, if any
 * @param leadingSpace whether a text gets a space before it
 */
record SentencePieceJson(
    List<String> tokens,
    List<Double> scores,
    List<TokenizerJson.AddedToken> added,
    @Nullable String unknown,
    @Nullable String begin,
    boolean leadingSpace) {

  private static final String SPACE = "\u2581";

  /** The file's text. */
  String text() {
    ObjectNode root = JsonMapper.shared().createObjectNode();
    root.put("version", "1.0").putNull("truncation").putNull("padding");
    TokenizerJson.putAdded(root.putArray("added_tokens"), added);
    putNormalizer(root.putObject("normalizer").put("type", "Sequence").putArray("normalizers"));
    root.putNull("pre_tokenizer");
    if (begin == null) {
      root.putNull("post_processor");
    } else {
      TokenizerJson.putBegin(root.putObject("post_processor"), begin, tokens.indexOf(begin));
    }
    putDecoder(root.putObject("decoder").put("type", "Sequence").putArray("decoders"));
    putModel(root.putObject("model"));
    return root + "\n";
  }

  private void putNormalizer(ArrayNode steps) {
    if (leadingSpace) {
      steps.addObject().put("type", "Prepend").put("prepend", SPACE);
    }
    putReplace(steps.addObject(), " ", SPACE);
  }

  private void putDecoder(ArrayNode steps) {
    putReplace(steps.addObject(), SPACE, " ");
    steps.addObject().put("type", "ByteFallback");
    steps.addObject().put("type", "Fuse");
    if (leadingSpace) {
      steps.addObject().put("type", "Strip").put("content", " ").put("start", 1).put("stop", 0);
    }
  }

  private static void putReplace(ObjectNode step, String from, String to) {
    step.put("type", "Replace").put("content", to).putObject("pattern").put("String", from);
  }

  private void putModel(ObjectNode model) {
    model.put("type", "BPE").putNull("dropout").put("unk_token", unknown);
    model.putNull("continuing_subword_prefix").putNull("end_of_word_suffix");
    model.put("fuse_unk", true).put("byte_fallback", true).put("ignore_merges", false);
    ObjectNode vocabulary = model.putObject("vocab");
    for (int id = 0; id < tokens.size(); id++) {
      vocabulary.put(tokens.get(id), id);
    }
    ArrayNode array = model.putArray("merges");
    merges().forEach(m -> array.addArray().add(m.left).add(m.right));
  }

  private record Merge(String left, String right, double score) {}

  /** Best score first; among equals the longest left part, then the order of the tokens. */
  private List<Merge> merges() {
    Map<String, Integer> numbers = new HashMap<>();
    for (int id = 0; id < tokens.size(); id++) {
      numbers.put(tokens.get(id), id);
    }
    List<Merge> merges = new ArrayList<>();
    for (int id = 0; id < tokens.size(); id++) {
      String token = tokens.get(id);
      for (int cut = 1; cut < token.length(); cut++) {
        String left = token.substring(0, cut);
        String right = token.substring(cut);
        if (numbers.containsKey(left) && numbers.containsKey(right)) {
          merges.add(new Merge(left, right, scores.get(id)));
        }
      }
    }
    merges.sort(
        Comparator.comparingDouble((Merge m) -> -m.score).thenComparingInt(m -> -m.left.length()));
    return merges;
  }
}
