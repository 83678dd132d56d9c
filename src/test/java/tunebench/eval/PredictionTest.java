package tunebench.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class PredictionTest {
  @Test
  void keepsTheAnswerBesideThePrice() {
    Prediction prediction = Prediction.read(3, "Lamp", 20, "$25.00 or so", AnswerParser.COURSE_V2);
    assertThat(prediction)
        .isEqualTo(new Prediction(3, "Lamp", 20, 25, "$25.00 or so", true, List.of()));
    assertThat(prediction.error()).isEqualTo(5);
    assertThat(prediction.band()).isEqualTo(Band.GREEN);
  }

  @Test
  void refusesPricesThatAreNone() {
    for (double[] pair : new double[][] {{-1, 0}, {Double.NaN, 0}, {5, Double.NaN}, {5, 1 / 0.0}}) {
      assertThatThrownBy(() -> new Prediction(7, "x", pair[0], pair[1], "", true, List.of()))
          .hasMessageContaining("row 7");
    }
  }
}
