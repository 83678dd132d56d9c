package tunebench.eval;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The expected values were read off CPython's float(). */
class PythonFloatTest {
  @Test
  void readsWhatPythonReads() {
    assertThat(PythonFloat.parse(" 45")).hasValue(45);
    assertThat(PythonFloat.parse("\u00a0\t45\n\u3000")).hasValue(45);
    assertThat(PythonFloat.parse("007")).hasValue(7);
    assertThat(PythonFloat.parse("1e5")).hasValue(100_000);
    assertThat(PythonFloat.parse("1_000.5_0E-1_0")).hasValue(1000.5e-10);
    assertThat(PythonFloat.parse("5.")).hasValue(5);
    assertThat(PythonFloat.parse(".5")).hasValue(0.5);
    assertThat(PythonFloat.parse("+5")).hasValue(5);
    assertThat(PythonFloat.parse("-5")).hasValue(-5);
    assertThat(PythonFloat.parse("٣٤")).hasValue(34);
    assertThat(PythonFloat.parse("９９")).hasValue(99);
    assertThat(PythonFloat.parse("𝟙𝟚")).hasValue(12);
    assertThat(PythonFloat.parse("1e999")).hasValue(Double.POSITIVE_INFINITY);
    assertThat(PythonFloat.parse("-Infinity")).hasValue(Double.NEGATIVE_INFINITY);
    assertThat(PythonFloat.parse(" +INF ")).hasValue(Double.POSITIVE_INFINITY);
    assertThat(PythonFloat.parse("-nAn").orElseThrow()).isNaN();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", " ", ".", "-", "e5", "1e", "1 2", "1,000", "$5", "0x10", "1d", "5f", "_1", "1_", "1__0",
        "1_.5", "1._5", "²", "½", "--1", "in", "infinit", "5\u200b"
      })
  void refusesWhatPythonRefuses(String text) {
    assertThat(PythonFloat.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"nan", "inf", "1e999", "-5", "0", "0.0", ".", "Price"})
  void aTokenThatIsNoPriceIsDropped(String token) {
    assertThat(PythonFloat.tokenPrice(token)).isEmpty();
  }

  @Test
  void aTokenPriceIsInDollars() {
    assertThat(PythonFloat.tokenPrice(" 099")).hasValue(99);
  }
}
