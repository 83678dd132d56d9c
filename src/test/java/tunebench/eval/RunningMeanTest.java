package tunebench.eval;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class RunningMeanTest {
  @Test
  void followsTheErrorsOneByOne() {
    var mean = new RunningMean();
    assertThat(mean.add(10).ci95().lo()).isNaN();
    RunningMean.Point two = mean.add(20);
    assertThat(two.n()).isEqualTo(2);
    assertThat(two.mean()).isEqualTo(15);
    // sd 7.0710678, over the root of 2: 5
    assertThat(two.ci95().halfWidth()).isCloseTo(1.96 * 5, Offset.offset(1e-12));
    assertThat(mean.add(30).mean()).isEqualTo(20);
  }

  @Test
  void largeErrorsLoseNoDigitsOfTheSpread() {
    var mean = new RunningMean();
    mean.add(1e9);
    assertThat(mean.add(1e9 + 2).ci95().halfWidth()).isCloseTo(1.96, Offset.offset(1e-6));
  }
}
