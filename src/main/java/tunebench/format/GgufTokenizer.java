package tunebench.format;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tunebench.format.TokenizerJson.AddedToken;

/**
 * The tokenizer inside a GGUF file: {@code tokenizer.ggml.*}, of the model {@code gpt2} (byte-level
 * BPE with merges) or {@code llama} (SentencePiece with scores).
 *
 * @param tokens by number
 * @param begin the number of the token that begins a text
 * @param end the number of the token that ends a text
 * @param pad the number of the token that fills up
 * @param chatTemplate how a conversation becomes text, in Jinja
 */
public record GgufTokenizer(
    GgufMetadata metadata,
    List<String> tokens,
    OptionalInt begin,
    OptionalInt end,
    OptionalInt pad,
    Optional<String> chatTemplate) {
  static final String KEY = "tokenizer.ggml.";

  // llama.cpp's llama_token_type
  static final int NORMAL = 1;
  static final int UNKNOWN = 2;
  static final int CONTROL = 3;
  static final int USER_DEFINED = 4;
  static final int UNUSED = 5;

  /**
   * Reads and checks what every tokenizer has.
   *
   * @throws tunebench.BadInputException if there are no tokens, a token comes twice, or a number
   *     points at none
   */
  public static GgufTokenizer of(GgufMetadata metadata) {
    List<String> tokens = metadata.texts(KEY + "tokens");
    if (tokens.isEmpty()) {
      throw metadata.missing(KEY + "tokens");
    }
    Set<String> seen = new HashSet<>();
    for (String token : tokens) {
      if (!seen.add(token)) {
        throw metadata.wrong(KEY + "tokens", "free of " + Complaint.quoted(token) + " twice");
      }
    }
    return new GgufTokenizer(
        metadata,
        tokens,
        id(metadata, "bos_token_id", tokens),
        id(metadata, "eos_token_id", tokens),
        id(metadata, "padding_token_id", tokens),
        metadata.text("tokenizer.chat_template"));
  }

  /** The tokens that end an answer: the end of a text, and that of a turn where there is one. */
  public List<Integer> ends() {
    List<Integer> ends = new ArrayList<>();
    end.ifPresent(ends::add);
    id(metadata, "eot_token_id", tokens).ifPresent(ends::add);
    return ends.stream().distinct().toList();
  }

  private static OptionalInt id(GgufMetadata metadata, String name, List<String> tokens) {
    long id = metadata.whole(KEY + name).orElse(-1);
    if (id >= tokens.size()) {
      throw metadata.wrong(
          KEY + name, "the number of one of its %d tokens".formatted(tokens.size()));
    }
    return id < 0 ? OptionalInt.empty() : OptionalInt.of((int) id);
  }

  /**
   * The same tokenizer as the text of a {@code tokenizer.json}.
   *
   * @throws tunebench.BadInputException if it is of a kind that is not known
   */
  public String json() {
    String kind = metadata.requiredText(KEY + "model");
    return switch (kind) {
      case "gpt2" -> byteLevel().text();
      case "llama" -> sentencePiece().text();
      default -> throw metadata.wrong(KEY + "model", "gpt2 or llama, the kinds known here");
    };
  }

  private TokenizerJson byteLevel() {
    List<String> merges = metadata.texts(KEY + "merges");
    Set<String> known = new HashSet<>(tokens);
    for (String merge : merges) {
      int cut = merge.indexOf(' ', 1);
      if (cut < 0
          || !known.contains(merge.substring(0, cut))
          || !known.contains(merge.substring(cut + 1))
          || !known.contains(merge.substring(0, cut) + merge.substring(cut + 1))) {
        throw metadata.wrong(
            KEY + "merges", "made of its tokens (see " + Complaint.quoted(merge) + ")");
      }
    }
    SplitPattern split = split();
    String first = beginning(split == SplitPattern.LLAMA3 || split == SplitPattern.TEKKEN);
    return new TokenizerJson(tokens, merges, added(), split, first);
  }

  /** llama.cpp's names for the patterns; several models share one. */
  private SplitPattern split() {
    String name = metadata.text(KEY + "pre").orElse("gpt-2").toLowerCase(Locale.ROOT);
    return switch (name) {
      case "llama3", "llama-v3", "llama-bpe", "dbrx", "smaug-bpe" -> SplitPattern.LLAMA3;
      case "qwen2", "deepseek-r1-qwen" -> SplitPattern.QWEN2;
      case "gpt-2", "mpt", "olmo" -> SplitPattern.GPT2;
      case "gpt-4o" -> SplitPattern.GPT4O;
      case "tekken" -> SplitPattern.TEKKEN;
      default ->
          throw metadata.wrong(
              KEY + "pre", "llama-bpe, qwen2, gpt-2, gpt-4o or tekken, the ones known here");
    };
  }

  private SentencePieceJson sentencePiece() {
    List<Double> scores =
        metadata.numbers(KEY + "scores").stream()
            .map(GgufMetadata::decimal)
            .collect(Collectors.toCollection(ArrayList::new));
    if (scores.size() != tokens.size() || scores.stream().anyMatch(s -> Double.isNaN(s))) {
      throw metadata.wrong(KEY + "scores", "one number for each token");
    }
    int unknown = types().indexOf(UNKNOWN);
    return new SentencePieceJson(
        tokens,
        scores,
        added(),
        unknown < 0 ? null : tokens.get(unknown),
        beginning(true),
        metadata.flag(KEY + "add_space_prefix").orElse(true));
  }

  private @Nullable String beginning(boolean usual) {
    boolean wanted = metadata.flag(KEY + "add_bos_token").orElse(usual);
    return wanted && begin.isPresent() ? tokens.get(begin.getAsInt()) : null;
  }

  private List<AddedToken> added() {
    List<Integer> types = types();
    List<AddedToken> added = new ArrayList<>();
    for (int id = 0; id < tokens.size(); id++) {
      int type = types.get(id);
      if (!tokens.get(id).isEmpty() && type >= UNKNOWN && type <= USER_DEFINED) {
        added.add(new AddedToken(id, tokens.get(id), type != USER_DEFINED));
      }
    }
    return added;
  }

  /** A type for each token; all normal if the file names none. */
  private List<Integer> types() {
    List<Number> types = metadata.numbers(KEY + "token_type");
    if (types.isEmpty()) {
      return tokens.stream().map(t -> NORMAL).toList();
    }
    if (types.size() != tokens.size()) {
      throw metadata.wrong(KEY + "token_type", "one number for each token");
    }
    return types.stream().map(Number::intValue).toList();
  }
}
