package tunebench.eval;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LeakEffectTest {
  private final List<Prediction> rows = Rows.of(new double[] {10, 20, 30, 40}, 10, 20, 50, 70);

  @Test
  void scoresWithAndWithoutTheLeakedRows() {
    LeakEffect effect = LeakEffect.of(rows, Set.of(0, 1, 99));
    assertThat(effect.leaked()).isEqualTo(2);
    assertThat(effect.all().mae()).isEqualTo(12.5);
    assertThat(Objects.requireNonNull(effect.without()).mae()).isEqualTo(25);
    assertThat(Objects.requireNonNull(effect.only()).mae()).isZero();
    assertThat(effect.sentence())
        .isEqualTo(
            "The mean absolute error is $12.50 over all 4 rows and $25.00 without the 2 that"
                + " gave their price away ($0.00 on those alone).");
  }

  @Test
  void noneAndAllAreSaidPlainly() {
    assertThat(LeakEffect.of(rows, Set.of()).only()).isNull();
    assertThat(LeakEffect.of(rows, Set.of()).sentence()).startsWith("No row gave its price away");
    assertThat(LeakEffect.of(rows, Set.of(0, 1, 2, 3)).without()).isNull();
    assertThat(LeakEffect.of(rows, Set.of(0, 1, 2, 3)).sentence()).startsWith("Every one");
  }
}
