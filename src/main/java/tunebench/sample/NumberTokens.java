package tunebench.sample;

import java.util.ArrayList;
import java.util.List;

/**
 * The digit strings 00 to 99 and 000 to 999, one token each as in LLaMA 3: a model then says a
 * price below 1000 in one step. Every order of merging leads to the one token, so that it does not
 * hang on how a tokenizer treats {@code ignore_merges}.
 */
final class NumberTokens {
  private NumberTokens() {}

  static List<String> tokens() {
    List<String> tokens = new ArrayList<>();
    for (int n = 0; n < 100; n++) {
      tokens.add("%02d".formatted(n));
    }
    for (int n = 0; n < 1000; n++) {
      tokens.add("%03d".formatted(n));
    }
    return tokens;
  }

  static List<String> merges() {
    List<String> merges = new ArrayList<>();
    for (String token : tokens()) {
      for (int cut = 1; cut < token.length(); cut++) {
        merges.add(token.substring(0, cut) + " " + token.substring(cut));
      }
    }
    return merges;
  }
}
