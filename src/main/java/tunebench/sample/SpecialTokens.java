package tunebench.sample;

import java.util.List;

/** The tokens that are no text, by LLaMA 3's names for them. */
public final class SpecialTokens {
  public static final String BEGIN = "<|begin_of_text|>";
  public static final String END = "<|end_of_text|>";
  public static final String PAD = "<|pad|>";

  /** In the order of their numbers, which are the last of the vocabulary. */
  static final List<String> ALL = List.of(BEGIN, END, PAD);

  private SpecialTokens() {}
}
