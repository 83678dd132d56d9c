package tunebench.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class WordingTest {
  @Test
  void articlesFollowTheNextWord() {
    assertThat(Wording.fill("{A} {x} and {a} {y}.", Map.of("x", "oak chair", "y", "lamp")))
        .isEqualTo("An oak chair and a lamp.");
  }

  @Test
  void manyThingsTakeNoArticleAndAPluralVerb() {
    Map<String, String> earbuds = Map.of("type", "earbuds");
    assertThat(Wording.fill("{A} {type}.", earbuds)).isEqualTo("Earbuds.");
    assertThat(Wording.fill("{This} {type} {is} small.", earbuds))
        .isEqualTo("These earbuds are small.");
    assertThat(Wording.fill("{A} good choice.", earbuds)).isEqualTo("A good choice.");
  }

  @Test
  void aSetAndALensAreOneThing() {
    assertThat(Wording.plural("set of strings")).isFalse();
    assertThat(Wording.plural("zoom lens")).isFalse();
    assertThat(Wording.plural("sticky notes")).isTrue();
  }

  @Test
  void titlesHaveCapitals() {
    assertThat(Wording.headline("dark walnut chair")).isEqualTo("Dark Walnut Chair");
  }
}
