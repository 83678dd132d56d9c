package tunebench.sample;

import java.util.List;

/**
 * What training a byte-level BPE tokenizer yields.
 *
 * @param tokens by number: 256 bytes, the digit strings of two and three digits, the learned
 *     tokens; the special tokens at the end. Text is in the byte-level alphabet.
 * @param merges {@code "left right"}, the first to be applied first
 */
public record BytePairVocabulary(List<String> tokens, List<String> merges) {
  public BytePairVocabulary {
    tokens = List.copyOf(tokens);
    merges = List.copyOf(merges);
  }

  /** How many tokens there are, the special ones among them. */
  public int size() {
    return tokens.size();
  }

  /** The number of {@link SpecialTokens#BEGIN}. */
  public int begin() {
    return tokens.indexOf(SpecialTokens.BEGIN);
  }

  /** The number of {@link SpecialTokens#END}. */
  public int end() {
    return tokens.indexOf(SpecialTokens.END);
  }

  /** The number of {@link SpecialTokens#PAD}. */
  public int pad() {
    return tokens.indexOf(SpecialTokens.PAD);
  }
}
