package tunebench.token;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tunebench.BadInputException;

/** A model's own tokenizer, with the special tokens that its files name. */
public final class TextTokenizer implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int NONE = -1;

  private final HuggingFaceTokenizer plain;
  private final HuggingFaceTokenizer special;
  private final int end;

  private TextTokenizer(HuggingFaceTokenizer plain, HuggingFaceTokenizer special, int end) {
    this.plain = plain;
    this.special = special;
    this.end = end;
  }

  /**
   * Opens the tokenizer of a model folder.
   *
   * @throws BadInputException if the folder holds no usable {@code tokenizer.json}
   */
  public static TextTokenizer open(Path folder) {
    Path file = folder.resolve("tokenizer.json");
    if (!Files.isRegularFile(file)) {
      throw new BadInputException(
          folder + " holds no tokenizer.json; add the one that belongs to the model.");
    }
    try {
      return new TextTokenizer(load(file, false), load(file, true), endToken(folder));
    } catch (IOException | RuntimeException e) {
      throw new BadInputException(
          file + " is not a tokenizer that can be read; fetch the file again.", e);
    }
  }

  private static HuggingFaceTokenizer load(Path file, boolean specialTokens) throws IOException {
    // Without these the library cuts at 512 tokens and says so in a log line only.
    return HuggingFaceTokenizer.builder(Map.of("addSpecialTokens", Boolean.toString(specialTokens)))
        .optTokenizerPath(file)
        .optAddSpecialTokens(specialTokens)
        .optTruncation(false)
        .optPadding(false)
        .build();
  }

  private static int endToken(Path folder) throws IOException {
    for (String name : new String[] {"generation_config.json", "config.json"}) {
      Path file = folder.resolve(name);
      if (Files.isRegularFile(file)) {
        try {
          JsonNode end = JSON.readTree(file.toFile()).path("eos_token_id");
          JsonNode first = end.isArray() ? end.path(0) : end;
          if (first.isInt()) {
            return first.asInt();
          }
        } catch (JacksonException e) {
          throw new BadInputException(file + " is no valid JSON; fetch the file again.", e);
        }
      }
    }
    return NONE;
  }

  /** The tokens of a text as a prompt begins: with the tokens that the model wants in front. */
  public int[] prompt(String text) {
    return ints(special.encode(text).getIds());
  }

  /** The tokens of a text alone. */
  public int[] plain(String text) {
    return ints(plain.encode(text).getIds());
  }

  /** The text of tokens, special ones left out. */
  public String text(int... ids) {
    return plain.decode(longs(ids), true);
  }

  /** The tokens of {@link #plain} with the characters that each takes up. */
  public List<TokenPiece> plainPieces(String text) {
    return TokenPieces.of(text, plain.encode(text));
  }

  /** The text of one token, special or not. */
  public String name(int id) {
    return plain.decode(new long[] {id}, false);
  }

  /** The token that ends an answer, or -1 where the model's files name none. */
  public int end() {
    return end;
  }

  private static int[] ints(long[] ids) {
    int[] result = new int[ids.length];
    for (int i = 0; i < ids.length; i++) {
      result[i] = Math.toIntExact(ids[i]);
    }
    return result;
  }

  private static long[] longs(int[] ids) {
    long[] result = new long[ids.length];
    for (int i = 0; i < ids.length; i++) {
      result[i] = ids[i];
    }
    return result;
  }

  @Override
  public void close() {
    plain.close();
    special.close();
  }
}
