package tunebench.eval;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The expected values are what Python's re and float give for the course's expression. */
class AnswerParserTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "12.00 | 12",
        "1,234.50 | 1234.5",
        "$99.99 | 99.99",
        "about 45 dollars or 50 | 45",
        "99. | 99",
        ".50 | 0.5",
        "-5 | 5",
        "-5.0 | -5",
        "+7.25 | 7.25",
        "007 | 7",
        "1.2.3 | 1.2",
        "1e5 | 1",
        "٣٤ | 34",
        "3-4.5 | 3",
      })
  void bothVersionsTakeTheFirstNumber(String text, double price) {
    assertThat(AnswerParser.COURSE_V1.price(text)).hasValue(price);
    assertThat(AnswerParser.COURSE_V2.price(text)).hasValue(price);
  }

  @Test
  void version1ReadsAfterTheFirstLead() {
    String text = "Size 12, weight 3\n\nPrice is $1,799.00\n\nPrice is $5";
    assertThat(AnswerParser.COURSE_V1.price(text)).hasValue(1799);
    assertThat(AnswerParser.COURSE_V2.price(text)).hasValue(12);
  }

  @Test
  void version1FindsNothingWhenNothingFollowsTheLead() {
    assertThat(AnswerParser.COURSE_V1.price("Size 12\n\nPrice is $")).isEmpty();
  }

  @Test
  void anAnswerWithoutANumberIsUnparsedAndCountsAsZero() {
    for (String text : new String[] {"", "N/A", ".", "$,", "nan"}) {
      assertThat(AnswerParser.COURSE_V2.price(text)).isEqualTo(OptionalDouble.empty());
      Prediction prediction = Prediction.read(0, "x", 10, text, AnswerParser.COURSE_V2);
      assertThat(prediction.parsed()).isFalse();
      assertThat(prediction.guess()).isZero();
      assertThat(prediction.text()).isEqualTo(text);
    }
  }

  @Test
  void aNumberBeyondEveryDoubleIsUnparsed() {
    assertThat(AnswerParser.COURSE_V2.price("9".repeat(400))).isEmpty();
  }
}
