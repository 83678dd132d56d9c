package tunebench.sample;

/** A piece of text as the tokens it consists of so far, and how often the text has it. */
final class Word {
  private final int[] tokens;
  private final long count;
  private int length;

  Word(int[] tokens, long count) {
    this.tokens = tokens;
    this.count = count;
    this.length = tokens.length;
  }

  long count() {
    return count;
  }

  int length() {
    return length;
  }

  int token(int i) {
    return tokens[i];
  }

  /** Hears of pairs of neighbours that a merge makes or breaks. */
  interface PairListener {
    void changed(int left, int right, long by);
  }

  /** Puts {@code merged} for every {@code left right}, from left to right. */
  void merge(int left, int right, int merged, PairListener listener) {
    int in = 0;
    int out = 0;
    while (in < length) {
      if (in + 1 == length || tokens[in] != left || tokens[in + 1] != right) {
        tokens[out++] = tokens[in++];
        continue;
      }
      if (out > 0) {
        listener.changed(tokens[out - 1], left, -count);
        listener.changed(tokens[out - 1], merged, count);
      }
      if (in + 2 < length) {
        listener.changed(right, tokens[in + 2], -count);
        listener.changed(merged, tokens[in + 2], count);
      }
      tokens[out++] = merged;
      in += 2;
    }
    length = out;
  }
}
