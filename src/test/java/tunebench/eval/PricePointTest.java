package tunebench.eval;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class PricePointTest {
  @Test
  void theWeightsAreBroughtToSumOne() {
    var points = List.of(new PricePoint(100, 0.3), new PricePoint(50, 0.1));
    assertThat(PricePoint.weightedMean(points).orElseThrow()).isCloseTo(87.5, Offset.offset(1e-12));
  }

  @Test
  void withoutWeightThereIsNoMean() {
    assertThat(PricePoint.weightedMean(List.of())).isEmpty();
    assertThat(PricePoint.weightedMean(List.of(new PricePoint(5, 0)))).isEmpty();
  }
}
