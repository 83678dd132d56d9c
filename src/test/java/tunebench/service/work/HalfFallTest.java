package tunebench.service.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tunebench.run.StepPoint;

class HalfFallTest {
  private static List<StepPoint> steps(int n, IntToDoubleFunction loss) {
    return IntStream.rangeClosed(1, n)
        .mapToObj(
            i ->
                new StepPoint(
                    i, n, 1, 1, loss.applyAsDouble(i), 1e-4, 1, 10, 1, 0, List.of(), List.of()))
        .toList();
  }

  @Test
  void aShortRunIsTakenStepByStep() {
    HalfFall half = HalfFall.of(steps(10, i -> 11 - i));
    // From 10 to 1: 5.5 lies half-way, and 5 is the first below it.
    assertThat(half).isEqualTo(new HalfFall(6, 10, 1));
  }

  @Test
  void aLongRunIsTakenByItsMovingMean() {
    // Windows of 10 steps; one lucky step early on does not count.
    HalfFall half = HalfFall.of(steps(500, i -> i == 20 ? 0 : i <= 250 ? 4 : 1));
    assertThat(half.first()).isCloseTo(4, within(1e-12));
    assertThat(half.last()).isCloseTo(1, within(1e-12));
    // The mean of 10 is at most 2.5 once five of them are behind step 250.
    assertThat(half.step()).isEqualTo(255);
  }

  @Test
  void aLossThatRisesIsSaid() {
    HalfFall half = HalfFall.of(steps(8, i -> i));
    assertThat(half.fell()).isFalse();
    assertThat(half.step()).isEqualTo(8);
    assertThat(HalfFall.of(steps(1, i -> 3)).fell()).isFalse();
  }
}
