package tunebench.ui.pane;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tunebench.ui.chart.Curves.Curve;
import tunebench.ui.fake.FakeSteps;
import tunebench.ui.pane.StepColumns.Column;

class TrainingCurvesTest {
  private final StepColumns steps = new StepColumns();
  private final TrainingCurves curves = new TrainingCurves();

  @Test
  void addingStepsInPartsYieldsWhatReckoningAllAtOnceYields() {
    for (int part = 0; part < 5; part++) {
      add(part * 700 + 1, part * 700 + 700);
      same(curves.of(steps.snapshot(), Column.STEP, 0.9), Column.STEP, 0.9);
    }
  }

  @Test
  void anotherAxisAnotherSmoothingAndARunThatWentBackBeginAnew() {
    add(1, 900);
    curves.of(steps.snapshot(), Column.STEP, 0.9);
    same(curves.of(steps.snapshot(), Column.EPOCH, 0.9), Column.EPOCH, 0.9);
    same(curves.of(steps.snapshot(), Column.EPOCH, 0), Column.EPOCH, 0);
    steps.add(FakeSteps.step(301, 3));
    add(302, 1200);
    same(curves.of(steps.snapshot(), Column.EPOCH, 0), Column.EPOCH, 0);
  }

  private void same(TrainingCharts found, Column axis, double smoothing) {
    TrainingCharts expected = new TrainingCurves().of(steps.snapshot(), axis, smoothing);
    assertThat(found.loss()).hasSize(smoothing > 0 ? 4 : 2);
    for (int i = 0; i < found.loss().size(); i++) {
      same(found.loss().get(i), expected.loss().get(i));
    }
    same(found.memory().getFirst(), expected.memory().getFirst());
  }

  private static void same(Curve found, Curve expected) {
    assertThat(found.points().x()).isEqualTo(expected.points().x());
    assertThat(found.points().y()).isEqualTo(expected.points().y());
  }

  private void add(int from, int to) {
    for (int i = from; i <= to; i++) {
      steps.add(FakeSteps.step(i, 0));
    }
  }
}
