package tunebench.ui.pane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import tunebench.run.EvaluationRow;
import tunebench.ui.fake.FakeRows;

class RunningErrorTest {

  @Test
  void equalsTheTextbooksFormulaAfterEachRow() {
    List<EvaluationRow> rows = FakeRows.rows(false, 40);
    RunningError running = RunningError.of(rows);
    for (int n = 2; n <= rows.size(); n++) {
      double[] errors = rows.subList(0, n).stream().mapToDouble(EvaluationRow::error).toArray();
      double mean = Arrays.stream(errors).average().orElseThrow();
      double squares = Arrays.stream(errors).map(e -> (e - mean) * (e - mean)).sum();
      double half = 1.96 * Math.sqrt(squares / (n - 1)) / Math.sqrt(n);
      assertThat(running.mean()[n - 1]).isCloseTo(mean, within(1e-9));
      assertThat(running.high()[n - 1]).isCloseTo(mean + half, within(1e-9));
      assertThat(running.low()[n - 1]).isCloseTo(Math.max(0, mean - half), within(1e-9));
    }
  }

  @Test
  void oneRowHasNoInterval() {
    RunningError running = RunningError.of(FakeRows.rows(false, 1));
    assertThat(running.low()[0]).isNaN();
    assertThat(running.high()[0]).isNaN();
  }
}
