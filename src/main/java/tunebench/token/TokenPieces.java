package tunebench.token;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Cuts a text where its tokens end. */
final class TokenPieces {
  private TokenPieces() {}

  /**
   * The tokens of a prompt: those of its text, and by name those that the model wants around it.
   */
  static List<TokenPiece> ofPrompt(TextTokenizer tokenizer, String text) {
    int[] ids = tokenizer.prompt(text);
    List<TokenPiece> plain = tokenizer.plainPieces(text);
    int front = place(ids, plain);
    List<TokenPiece> pieces = new ArrayList<>();
    for (int i = 0; i < ids.length; i++) {
      boolean inside = front >= 0 && i >= front && i < front + plain.size();
      pieces.add(inside ? plain.get(i - front) : new TokenPiece(ids[i], tokenizer.name(ids[i])));
    }
    return pieces;
  }

  /** Where the text's tokens begin among the prompt's, or -1 if they are other tokens. */
  private static int place(int[] ids, List<TokenPiece> plain) {
    for (int from = 0; from + plain.size() <= ids.length; from++) {
      int start = from;
      if (IntStream.range(0, plain.size()).allMatch(i -> ids[start + i] == plain.get(i).id())) {
        return from;
      }
    }
    return -1;
  }

  /** The tokens of {@code text}; the pieces put together are the text. */
  static List<TokenPiece> of(String text, Encoding encoding) {
    // The library counts characters of Unicode, Java halves of some of them.
    int[] offsets = offsets(text);
    long[] ids = encoding.getIds();
    CharSpan[] spans = encoding.getCharTokenSpans();
    List<TokenPiece> pieces = new ArrayList<>();
    int shown = 0;
    for (int i = 0; i < ids.length; i++) {
      CharSpan span = spans[i];
      String piece = encoding.getTokens()[i];
      if (span != null) {
        int end = Math.max(shown, offsets[Math.min(span.getEnd(), offsets.length - 1)]);
        piece = text.substring(shown, end);
        shown = end;
      }
      pieces.add(new TokenPiece(Math.toIntExact(ids[i]), piece));
    }
    return pieces;
  }

  /** Where each character of Unicode begins among Java's, and where the last one ends. */
  private static int[] offsets(String text) {
    int[] offsets = new int[text.codePointCount(0, text.length()) + 1];
    for (int i = 1; i < offsets.length; i++) {
      offsets[i] = text.offsetByCodePoints(offsets[i - 1], 1);
    }
    return offsets;
  }
}
