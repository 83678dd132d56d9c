package tunebench.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DelimiterTest {
  @Test
  void theCandidateThatOccursMostInTheHeaderWins() {
    assertThat(Delimiter.of("title;price, in euros;brand\n1,2,3,4,5\n")).isEqualTo(';');
    assertThat(Delimiter.of("\n\ntitle\tprice\n")).isEqualTo('\t');
  }

  @Test
  void whatStandsInQuotesDoesNotCount() {
    assertThat(Delimiter.of("\"a;b;\n;c\",price\n")).isEqualTo(',');
  }

  @Test
  void aSingleColumnIsReadAsCommaSeparated() {
    assertThat(Delimiter.of("price")).isEqualTo(',');
  }
}
