package tunebench.format;

import java.util.Set;
import tools.jackson.databind.JsonNode;
import tunebench.BadInputException;

/**
 * Looks a {@code tokenizer.json} over before it is given to the native library, which ends the
 * process on some files that contradict themselves. What is let through are the steps that the
 * families' tokenizers are made of, and of those only what the library can carry out.
 */
public final class TokenizerCheck {
  private static final Set<String> NORMALIZERS =
      Set.of(
          "Sequence",
          "NFC",
          "NFD",
          "NFKC",
          "NFKD",
          "Prepend",
          "Replace",
          "Strip",
          "Lowercase",
          "StripAccents",
          "Nmt",
          "ByteLevel");
  private static final Set<String> PRE_TOKENIZERS =
      Set.of(
          "Sequence",
          "ByteLevel",
          "Split",
          "Metaspace",
          "Digits",
          "Punctuation",
          "Whitespace",
          "WhitespaceSplit");
  private static final Set<String> POST_PROCESSORS =
      Set.of("Sequence", "ByteLevel", "TemplateProcessing");
  private static final Set<String> DECODERS =
      Set.of("Sequence", "ByteLevel", "Replace", "ByteFallback", "Fuse", "Strip", "Metaspace");

  private final Complaint bad;
  private int templates;

  private TokenizerCheck(Complaint bad) {
    this.bad = bad;
  }

  /**
   * Checks all parts.
   *
   * @param file the file's name for complaints
   * @throws BadInputException if a part is unknown or contradicts itself
   */
  public static void check(TokenizerParts parts, String file) {
    TokenizerCheck check = new TokenizerCheck(new Complaint(file));
    if (!parts.modelType().equals("BPE")) {
      throw check.bad.because(
          "its model is %s, and BPE is what can be opened"
              .formatted(Complaint.quoted(parts.modelType())));
    }
    if (!parts.subwordPrefix().isEmpty()) {
      throw check.bad.because("its model has a continuing_subword_prefix, which is not read");
    }
    check.steps(parts.step("normalizer"), "normalizer", "normalizers", NORMALIZERS);
    check.steps(parts.step("pre_tokenizer"), "pre_tokenizer", "pretokenizers", PRE_TOKENIZERS);
    check.steps(parts.step("post_processor"), "post_processor", "processors", POST_PROCESSORS);
    check.steps(parts.step("decoder"), "decoder", "decoders", DECODERS);
    if (check.templates > 1) {
      throw check.bad.because("its post_processor has more than one template");
    }
  }

  private void steps(JsonNode step, String part, String inner, Set<String> known) {
    if (step.isNull()) {
      return;
    }
    String type = step.path("type").asString("");
    if (!known.contains(type)) {
      throw bad.because(
          "its %s has the step %s, which is not known here"
              .formatted(part, Complaint.quoted(type)));
    }
    switch (type) {
      case "Sequence" -> step.path(inner).forEach(each -> steps(each, part, inner, known));
      case "TemplateProcessing" -> template(step);
      case "Replace", "Split" -> pattern(step, part);
      case "Strip" -> strip(step, part);
      default -> {}
    }
  }

  private void pattern(JsonNode step, String part) {
    JsonNode pattern = step.path("pattern");
    String text = pattern.path("String").asString(pattern.path("Regex").asString(""));
    if (text.isEmpty()) {
      throw bad.because("its %s looks for nothing".formatted(part));
    }
  }

  /** The library cuts beyond the start of a text that is too short to be cut at its end. */
  private void strip(JsonNode step, String part) {
    if (part.equals("decoder") && step.path("stop").asInt(1) != 0) {
      throw bad.because("its decoder strips the ends of tokens, which is not known here");
    }
  }

  /** Every special token of a template must be described, and one text has no second sequence. */
  private void template(JsonNode step) {
    templates++;
    for (String kind : new String[] {"single", "pair"}) {
      for (JsonNode piece : step.path(kind)) {
        JsonNode token = piece.path("SpecialToken");
        JsonNode sequence = piece.path("Sequence");
        boolean known =
            token.isObject()
                ? described(step.path("special_tokens").path(token.path("id").asString("")))
                : sequence.path("id").asString("").equals("A")
                    || (kind.equals("pair") && sequence.path("id").asString("").equals("B"));
        if (!known) {
          throw bad.because("its post_processor's template has a piece that it does not describe");
        }
      }
    }
  }

  private static boolean described(JsonNode token) {
    return token.path("ids").size() > 0 && token.path("ids").size() == token.path("tokens").size();
  }
}
