package tunebench.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import tunebench.BadInputException;

class DecoderTest {
  private static final PriceAnswer ANSWER =
      new PriceAnswer(
          "99.00",
          List.of(new PricePoint(99, 0.5), new PricePoint(50, 0.3), new PricePoint(10, 0.1)),
          dollars(10, 0.1, 50, 0.3, 99, 0.5),
          false);

  @Test
  void eachDecoderTakesItsOwnPrice() {
    assertThat(guess(Decoder.GENERATE, ANSWER)).isEqualTo(99);
    assertThat(guess(Decoder.TOP_K, ANSWER)).isCloseTo((49.5 + 15 + 1) / 0.9, within(1e-12));
    assertThat(guess(Decoder.MEAN, ANSWER)).isCloseTo((49.5 + 15 + 1) / 0.9, within(1e-12));
    assertThat(guess(Decoder.MEDIAN, ANSWER)).isEqualTo(99);
  }

  @Test
  void theMedianSplitsTheProbabilityInHalves() {
    assertThat(dollars(10, 0.3, 50, 0.3, 99, 0.3).median()).isEqualTo(50);
    assertThat(dollars(10, 0.3, 50, 0.3, 99, 0.3).quantile(0.1)).isEqualTo(10);
    assertThat(dollars(10, 0.3, 50, 0.3, 99, 0.3).quantile(0.9)).isEqualTo(99);
  }

  @Test
  void anAnswerWithoutAPriceCountsAsZeroAndNotParsed() {
    PriceAnswer none = new PriceAnswer("no idea", List.of(), dollars(), false);
    for (Decoder decoder : Decoder.values()) {
      Prediction prediction = decoder.predict(0, "", 5, none, AnswerParser.COURSE_V2);
      assertThat(prediction.parsed()).isFalse();
      assertThat(prediction.guess()).isZero();
    }
  }

  @Test
  void theLikeliestSequencesServeTopKWhereThereAreNoPriceTokens() {
    PriceAnswer sequences =
        new PriceAnswer("", List.of(), dollars(0, 0.4, 10, 0.2, 50, 0.3, 99, 0.1), true);
    // Of the three likeliest, 0 is no price.
    assertThat(guess(Decoder.TOP_K, sequences)).isCloseTo((2 + 15) / 0.5, within(1e-12));
  }

  @Test
  void anUnknownNameIsAnsweredWithTheKnownOnes() {
    assertThatThrownBy(() -> Decoder.of("best"))
        .isInstanceOf(BadInputException.class)
        .hasMessage("\"best\" is no decoder; choose one of generate, top-k, mean, median.");
  }

  private static double guess(Decoder decoder, PriceAnswer answer) {
    return decoder.predict(0, "", 5, answer, AnswerParser.COURSE_V2).guess();
  }

  private static WholeDollars dollars(double... priceAndChance) {
    double[] chances = new double[WholeDollars.COUNT];
    for (int i = 0; i < priceAndChance.length; i += 2) {
      chances[(int) priceAndChance[i]] = priceAndChance[i + 1];
    }
    return new WholeDollars(chances);
  }
}
