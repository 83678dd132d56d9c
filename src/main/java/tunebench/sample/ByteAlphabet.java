package tunebench.sample;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A visible character for each of the 256 bytes, so that tokens of any bytes can be written as
 * text: printable bytes of Latin-1 stand for themselves, the others for U+0100 and on (a space is
 * {@code Ġ}). The table of GPT-2 (Radford et al. 2019), which every byte-level tokenizer shares.
 */
final class ByteAlphabet {
  private static final char[] CHARACTERS = new char[256];
  private static final List<String> IN_ORDER = new ArrayList<>();

  static {
    for (int b = 0; b < 256; b++) {
      if (printable(b)) {
        CHARACTERS[b] = (char) b;
        IN_ORDER.add(String.valueOf((char) b));
      }
    }
    char next = 256;
    for (int b = 0; b < 256; b++) {
      if (!printable(b)) {
        CHARACTERS[b] = next;
        IN_ORDER.add(String.valueOf(next));
        next++;
      }
    }
  }

  private ByteAlphabet() {}

  private static boolean printable(int b) {
    return (b >= '!' && b <= '~') || (b >= 0xa1 && b <= 0xac) || b >= 0xae;
  }

  /** The 256 characters in the order of their token numbers: printable bytes first. */
  static List<String> characters() {
    return List.copyOf(IN_ORDER);
  }

  /** A text's UTF-8 bytes, one character each. */
  static String encode(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    StringBuilder out = new StringBuilder(bytes.length);
    for (byte b : bytes) {
      out.append(CHARACTERS[Byte.toUnsignedInt(b)]);
    }
    return out.toString();
  }
}
