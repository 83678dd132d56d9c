package tunebench.token;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import tunebench.BadInputException;

/** A model's own tokenizer, with the special tokens that its files name. */
public final class TextTokenizer implements AutoCloseable {
  private static final int NONE = -1;

  private final HuggingFaceTokenizer plain;
  private final HuggingFaceTokenizer special;
  private final TokenizerFiles files;

  private TextTokenizer(
      HuggingFaceTokenizer plain, HuggingFaceTokenizer special, TokenizerFiles files) {
    this.plain = plain;
    this.special = special;
    this.files = files;
  }

  /**
   * Opens the tokenizer of a model: a folder in the Hub's layout, a {@code .gguf} file, or a folder
   * with one.
   *
   * @throws BadInputException if the model brings no usable tokenizer
   */
  public static TextTokenizer open(Path model) {
    TokenizerFiles files = TokenizerFiles.read(model);
    try {
      return new TextTokenizer(load(files.json(), false), load(files.json(), true), files);
    } catch (IOException | RuntimeException e) {
      throw new BadInputException(
          "The tokenizer of %s (tokenizer.json) cannot be read; fetch the file again."
              .formatted(model),
          e);
    }
  }

  private static HuggingFaceTokenizer load(String json, boolean specialTokens) throws IOException {
    // The library is in the program; on a machine with a GPU it would fetch another one unasked.
    if (System.getProperty("ai.djl.offline") == null) {
      System.setProperty("ai.djl.offline", "true");
    }
    if (System.getProperty("RUST_FLAVOR") == null) {
      System.setProperty("RUST_FLAVOR", "cpu");
    }
    // Without these the library cuts at 512 tokens and says so in a log line only.
    Map<String, String> options =
        Map.of(
            "addSpecialTokens",
            Boolean.toString(specialTokens),
            "truncation",
            "false",
            "padding",
            "false");
    return HuggingFaceTokenizer.newInstance(
        new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), options);
  }

  /** The tokens of a text as a prompt begins: with the tokens that the model wants in front. */
  public int[] prompt(String text) {
    int[] ids = encode(special, text);
    Optional<Boolean> wanted = files.addBegin();
    if (wanted.isEmpty() || files.begin().isEmpty()) {
      return ids;
    }
    int begin = files.begin().getAsInt();
    boolean has = ids.length > 0 && ids[0] == begin;
    if (has == wanted.get()) {
      return ids;
    }
    return has
        ? Arrays.copyOfRange(ids, 1, ids.length)
        : IntStream.concat(IntStream.of(begin), IntStream.of(ids)).toArray();
  }

  /** The tokens of a text alone. */
  public int[] plain(String text) {
    return encode(plain, text);
  }

  /** The text of tokens, special ones left out. */
  public String text(int... ids) {
    try {
      return plain.decode(longs(ids), true);
    } catch (RuntimeException e) {
      throw broken(e);
    }
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
    return files.ends().isEmpty() ? NONE : files.ends().getFirst();
  }

  /** What the model's files say of special tokens and conversations. */
  public TokenizerFiles files() {
    return files;
  }

  private static int[] encode(HuggingFaceTokenizer tokenizer, String text) {
    try {
      return ints(tokenizer.encode(text).getIds());
    } catch (RuntimeException e) {
      throw broken(e);
    }
  }

  /** Some files contradict themselves in a way that shows only with a text. */
  private static BadInputException broken(RuntimeException e) {
    return new BadInputException(
        "The model's tokenizer.json cannot carry out what it says (%s); fetch the file again."
            .formatted(String.valueOf(e.getMessage()).replaceAll("\\p{C}", " ")),
        e);
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
