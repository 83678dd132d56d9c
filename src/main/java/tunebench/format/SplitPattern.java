package tunebench.format;

/**
 * The regular expressions by which byte-level BPE tokenizers first cut a text. They differ in how
 * many digits stay together, which decides whether a price is one token.
 */
public enum SplitPattern {
  /** Digits in groups of one to three (LLaMA 3's {@code tokenizer.json}). */
  LLAMA3(
      "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}"
          + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+"),

  /** Each digit alone (Qwen 2's {@code tokenizer.json}). */
  QWEN2(
      "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}"
          + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+"),

  /** Digits in groups of one to three, words cut where the case changes (Phi-4-mini). */
  GPT4O(
      words("(?i:'s|'t|'re|'ve|'m|'ll|'d)?")
          + "|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+"),

  /** Each digit alone, words cut where the case changes (Mistral Nemo). */
  TEKKEN(words("") + "|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+"),

  /** Digits in a run of any length (Radford et al. 2019). */
  GPT2("'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+");

  private final String regex;

  SplitPattern(String regex) {
    this.regex = regex;
  }

  /** Words of capitals followed by small letters, either part optional, as o200k cuts them. */
  private static String words(String ending) {
    String before = "[^\\r\\n\\p{L}\\p{N}]?";
    String capitals = "[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]";
    String small = "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]";
    return before + capitals + "*" + small + "+" + ending + "|" + before + capitals + "+" + small
        + "*" + ending;
  }

  public String regex() {
    return regex;
  }
}
