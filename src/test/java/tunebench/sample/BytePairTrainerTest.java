package tunebench.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BytePairTrainerTest {
  private static final int GIVEN = 256 + 100 + 1000 + 3;

  @Test
  void theMostFrequentPairIsMergedFirst() {
    var vocabulary = BytePairTrainer.train(List.of("low low low lower newest newest"), GIVEN + 3);
    // "lo" and "ow" both occur 4 times; 'l' has the lower number.
    assertThat(learned(vocabulary)).containsExactly("lo", "low", "Ġlow");
    assertThat(vocabulary.merges()).endsWith("l o", "lo w", "Ġ low");
  }

  @Test
  void anOverlappingPairIsCountedAsItIsMerged() {
    var vocabulary = BytePairTrainer.train(List.of("aaaa aaaa aaaa"), GIVEN + 2);
    assertThat(learned(vocabulary)).containsExactly("aa", "aaaa");
  }

  @Test
  void textTooShortGivesASmallerVocabulary() {
    var vocabulary = BytePairTrainer.train(List.of("abc"), BytePairTrainer.DEFAULT_SIZE);
    assertThat(vocabulary.size()).isEqualTo(GIVEN);
    assertThat(vocabulary.begin()).isEqualTo(GIVEN - 3);
    assertThat(vocabulary.end()).isEqualTo(GIVEN - 2);
    assertThat(vocabulary.pad()).isEqualTo(GIVEN - 1);
  }

  @Test
  void aSizeWithoutRoomForNumbersIsRefused() {
    assertThatThrownBy(() -> BytePairTrainer.train(List.of(), GIVEN - 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theSameTextsGiveTheSameVocabulary() {
    List<String> texts = SampleTexts.products(7, 500);
    assertThat(BytePairTrainer.train(texts, 2000)).isEqualTo(BytePairTrainer.train(texts, 2000));
  }

  @Test
  void itLearnsWhatTheNaiveTrainerLearns() {
    List<String> texts = SampleTexts.products(11, 60);
    assertThat(learned(BytePairTrainer.train(texts, GIVEN + 150))).isEqualTo(naive(texts, 150));
  }

  private static List<String> learned(BytePairVocabulary vocabulary) {
    return vocabulary.tokens().subList(GIVEN - 3, vocabulary.size() - 3);
  }

  /** Counts everything anew before each merge. */
  private static List<String> naive(List<String> texts, int merges) {
    List<String> alphabet = new ArrayList<>(ByteAlphabet.characters());
    alphabet.addAll(NumberTokens.tokens());
    int given = alphabet.size();
    WordCounter counter = new WordCounter();
    texts.forEach(counter::add);
    Map<List<String>, Long> words = new HashMap<>();
    counter
        .counts()
        .forEach(
            (text, n) -> words.merge(List.of(ByteAlphabet.encode(text).split("")), n, Long::sum));
    while (alphabet.size() < given + merges) {
      Map<List<String>, Long> pairs = new HashMap<>();
      words.forEach(
          (word, n) -> {
            for (int i = 0; i + 1 < word.size(); i++) {
              pairs.merge(List.of(word.get(i), word.get(i + 1)), n, Long::sum);
            }
          });
      List<String> best =
          pairs.entrySet().stream()
              .min(
                  Map.Entry.<List<String>, Long>comparingByValue()
                      .reversed()
                      .thenComparingInt(e -> alphabet.indexOf(e.getKey().get(0)))
                      .thenComparingInt(e -> alphabet.indexOf(e.getKey().get(1))))
              .orElseThrow()
              .getKey();
      if (!alphabet.contains(String.join("", best))) {
        alphabet.add(String.join("", best));
      }
      Map<List<String>, Long> merged = new HashMap<>();
      words.forEach((word, n) -> merged.merge(apply(word, best), n, Long::sum));
      words.clear();
      words.putAll(merged);
    }
    return alphabet.subList(given, alphabet.size());
  }

  private static List<String> apply(List<String> word, List<String> pair) {
    List<String> out = new ArrayList<>();
    int i = 0;
    while (i < word.size()) {
      boolean match = i + 1 < word.size() && word.subList(i, i + 2).equals(pair);
      out.add(match ? String.join("", pair) : word.get(i));
      i += match ? 2 : 1;
    }
    return out;
  }

  @Test
  void twentyMegabytesTakeLessThanAMinute() {
    List<String> texts = new ArrayList<>();
    Random random = new Random(3);
    long characters = 0;
    while (characters < 2_000_000) {
      String text = SampleTexts.sentence(random, 30);
      texts.add(text);
      characters += text.length();
    }
    long start = System.nanoTime();
    // Ten passes over two million characters: the same work, a tenth of the memory.
    BytePairTrainer.train(
        () -> texts.stream().flatMap(t -> Stream.generate(() -> t).limit(10)).iterator(),
        BytePairTrainer.DEFAULT_SIZE);
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf("BPE: 20 MB of text in %.1f s%n", seconds);
    assertThat(seconds).isLessThan(60);
  }
}
