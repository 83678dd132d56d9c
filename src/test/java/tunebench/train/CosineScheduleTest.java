package tunebench.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CosineScheduleTest {
  private static final CosineSchedule SCHEDULE = CosineSchedule.of(1e-4, 0.03, 100);

  @Test
  void risesInALineDuringTheWarmUp() {
    assertThat(SCHEDULE.warmup()).isEqualTo(3);
    assertThat(SCHEDULE.rate(0)).isZero();
    assertThat(SCHEDULE.rate(1)).isCloseTo(1e-4 / 3, within(1e-12));
    assertThat(SCHEDULE.rate(3)).isEqualTo(1e-4);
  }

  @Test
  void fallsAlongHalfACosine() {
    // Half way between step 3 and step 100.
    assertThat(new CosineSchedule(1, 0, 100).rate(50)).isCloseTo(0.5, within(1e-12));
    assertThat(new CosineSchedule(1, 0, 100).rate(25)).isCloseTo(0.8535533905932737, within(1e-12));
    assertThat(SCHEDULE.rate(100)).isCloseTo(0, within(1e-12));
  }

  @Test
  void theWarmUpIsRoundedUp() {
    assertThat(CosineSchedule.of(1, 0.01, 25).warmup()).isEqualTo(1);
    assertThat(CosineSchedule.of(1, 0, 25).warmup()).isZero();
  }
}
