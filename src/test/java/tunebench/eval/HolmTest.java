package tunebench.eval;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class HolmTest {
  /** Rejecting by the corrected values must equal walking down Holm's steps at every level. */
  @Test
  void rejectsWhatTheStepsReject() {
    var random = new SplittableRandom(5);
    for (int trial = 0; trial < 300; trial++) {
      double[] p = random.doubles(1 + trial % 7, 0, 0.3).toArray();
      double[] corrected = Holm.correct(p);
      for (double level : new double[] {0.01, 0.05, 0.2}) {
        boolean[] rejected = steps(p, level);
        for (int i = 0; i < p.length; i++) {
          assertThat(corrected[i] <= level).isEqualTo(rejected[i]);
        }
      }
    }
  }

  @Test
  void aSingleComparisonStaysAsItIs() {
    assertThat(Holm.correct(0.04)).containsExactly(0.04);
    assertThat(Holm.correct()).isEmpty();
    assertThat(Holm.correct(0.9, 0.8)).containsExactly(new double[] {1, 1}, Offset.offset(1e-12));
  }

  private static boolean[] steps(double[] p, double level) {
    boolean[] rejected = new boolean[p.length];
    for (int step = 0; step < p.length; step++) {
      int least = -1;
      for (int i = 0; i < p.length; i++) {
        if (!rejected[i] && (least < 0 || p[i] < p[least])) {
          least = i;
        }
      }
      if (p[least] > level / (p.length - step)) {
        break;
      }
      rejected[least] = true;
    }
    return Arrays.copyOf(rejected, p.length);
  }
}
