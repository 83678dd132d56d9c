package tunebench.lora;

/**
 * Text from a file, fit to be shown: shortened, and without characters that would write on the
 * terminal.
 */
final class Quoted {
  private static final int LONGEST = 100;

  private Quoted() {}

  static String of(String text) {
    return '"' + plain(text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text) + '"';
  }

  static String plain(String text) {
    return text.replaceAll("[\\p{C}\\u2028\\u2029]", "?");
  }
}
