package tunebench.ui.pane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import tunebench.run.StepPoint;
import tunebench.ui.fake.FakeSteps;
import tunebench.ui.pane.StepColumns.Column;

class StepColumnsTest {
  private final StepColumns columns = new StepColumns();

  @Test
  void aSnapshotStaysTrueWhileMoreStepsCome() {
    add(1, 200);
    StepColumns.Snapshot before = columns.snapshot();
    double[] kept = Arrays.copyOf(before.column(Column.STEP), before.size());
    add(201, 1000);
    assertThat(before.size()).isEqualTo(200);
    assertThat(Arrays.copyOf(before.column(Column.STEP), 200)).isEqualTo(kept);
    assertThat(columns.size()).isEqualTo(1000);
  }

  @Test
  void aRunThatWentBackForgetsWhatCameAfterItsCheckpoint() {
    add(1, 50);
    columns.add(FakeSteps.step(41, 0));
    assertThat(columns.size()).isEqualTo(41);
  }

  @Test
  void theNearestStepIsFoundOnEitherSide() {
    add(1, 10);
    assertThat(columns.nearest(6.4, Column.STEP)).extracting(StepPoint::step).isEqualTo(6);
    assertThat(columns.nearest(6.6, Column.STEP)).extracting(StepPoint::step).isEqualTo(7);
    assertThat(columns.nearest(-5, Column.STEP)).extracting(StepPoint::step).isEqualTo(1);
    assertThat(columns.nearest(99, Column.STEP)).extracting(StepPoint::step).isEqualTo(10);
  }

  private void add(int from, int to) {
    for (int i = from; i <= to; i++) {
      columns.add(FakeSteps.step(i, 0));
    }
  }
}
