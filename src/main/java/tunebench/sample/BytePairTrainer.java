package tunebench.sample;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Trains a byte-level BPE tokenizer (Sennrich et al. 2016): from single bytes on, the most frequent
 * pair of neighbours becomes a token, again and again. The same texts give the same vocabulary:
 * equal counts are decided by the tokens' numbers.
 */
public final class BytePairTrainer {
  /** The vocabulary's size when nothing is said. */
  public static final int DEFAULT_SIZE = 4096;

  private static final int LEAST_COUNT = 2;

  private final List<String> tokens = new ArrayList<>();
  private final List<String> merges = new ArrayList<>();
  private final Map<String, Integer> numbers = new HashMap<>();

  private BytePairTrainer() {}

  /**
   * Learns a vocabulary of {@code size} tokens, or fewer if the texts have no more pairs that occur
   * twice.
   *
   * @param size all tokens: bytes, numbers, learned and special ones
   * @throws IllegalArgumentException if the size has no room for the tokens that are given
   */
  public static BytePairVocabulary train(Iterable<String> texts, int size) {
    BytePairTrainer trainer = new BytePairTrainer();
    ByteAlphabet.characters().forEach(trainer::token);
    NumberTokens.tokens().forEach(trainer::token);
    trainer.merges.addAll(NumberTokens.merges());
    int learnable = size - SpecialTokens.ALL.size();
    if (trainer.tokens.size() > learnable) {
      throw new IllegalArgumentException("a vocabulary of " + size + " has no room for numbers");
    }
    trainer.learn(new PairTable(trainer.words(texts)), learnable);
    trainer.tokens.addAll(SpecialTokens.ALL);
    return new BytePairVocabulary(trainer.tokens, trainer.merges);
  }

  private void learn(PairTable pairs, int upTo) {
    while (tokens.size() < upTo) {
      PairTable.@Nullable Pair pair = pairs.mostFrequent();
      if (pair == null || pair.count() < LEAST_COUNT) {
        return;
      }
      String left = tokens.get(pair.left());
      String right = tokens.get(pair.right());
      merges.add(left + " " + right);
      pairs.merge(pair, token(left + right));
    }
  }

  /** The number of a token, a new one if need be: two ways of merging may lead to one token. */
  private int token(String text) {
    return numbers.computeIfAbsent(
        text,
        t -> {
          tokens.add(t);
          return tokens.size() - 1;
        });
  }

  private List<Word> words(Iterable<String> texts) {
    WordCounter counter = new WordCounter();
    texts.forEach(counter::add);
    List<Word> words = new ArrayList<>(counter.counts().size());
    counter
        .counts()
        .forEach(
            (text, count) ->
                words.add(
                    new Word(
                        ByteAlphabet.encode(text)
                            .chars()
                            .map(c -> token(String.valueOf((char) c)))
                            .toArray(),
                        count)));
    return words;
  }
}
