package tunebench.sample;

import java.util.Locale;
import java.util.Map;

/** Small English grammar: fills patterns such as "{A} {quality} {type} for {use}." */
final class Wording {
  private Wording() {}

  /**
   * Replaces each {key}. Beside the given values it knows {a}, {this} and {is}: they follow the
   * word after them and, where the pattern names a {type}, whether that is one thing or many.
   */
  static String fill(String pattern, Map<String, String> values) {
    boolean many = plural(values.getOrDefault("type", ""));
    String text = pattern;
    for (Map.Entry<String, String> value : values.entrySet()) {
      text = text.replace("{" + value.getKey() + "}", value.getValue());
    }
    text =
        text.replace("{this}", many ? "these" : "this").replace("{This}", many ? "These" : "This");
    text = text.replace("{is}", many ? "are" : "is");
    return articles(text, many && pattern.contains("{type}"));
  }

  /** "a" or "an", by the letter that follows. */
  static String article(String word) {
    return "aeiou".indexOf(Character.toLowerCase(word.charAt(0))) >= 0 ? "an" : "a";
  }

  static boolean plural(String noun) {
    return noun.endsWith("s") && !noun.endsWith("lens") && !noun.startsWith("set of");
  }

  /** With a capital first letter. */
  static String sentence(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  /** With a capital letter at the start of each word. */
  static String headline(String text) {
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      line.append(line.isEmpty() ? "" : " ").append(sentence(word));
    }
    return line.toString();
  }

  private static String articles(String text, boolean none) {
    String line = text;
    for (int at = nextArticle(line); at >= 0; at = nextArticle(line)) {
      boolean capital = line.charAt(at + 1) == 'A';
      String rest = line.substring(at + 4);
      String word = none ? "" : article(rest) + " ";
      line = line.substring(0, at) + (capital ? sentence(word + rest) : word + rest);
    }
    return line;
  }

  private static int nextArticle(String text) {
    int small = text.indexOf("{a} ");
    return small >= 0 ? small : text.indexOf("{A} ");
  }
}
