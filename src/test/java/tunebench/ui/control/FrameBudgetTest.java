package tunebench.ui.control;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FrameBudgetTest {
  private final FrameBudget budget = new FrameBudget();

  @Test
  void quickFramesMakeRoomAndSlowOnesHalveIt() {
    assertThat(budget.most()).isEqualTo(FrameBudget.LEAST);
    frames(6, FrameBudget.SHORT - 1);
    int after = budget.most();
    assertThat(after).isGreaterThan(2 * FrameBudget.LEAST);
    budget.took(FrameBudget.LONG + 1);
    assertThat(budget.most()).isEqualTo(after / 2);
  }

  @Test
  void aFrameInBetweenChangesNothing() {
    frames(6, FrameBudget.SHORT - 1);
    int before = budget.most();
    frames(9, (FrameBudget.SHORT + FrameBudget.LONG) / 2);
    assertThat(budget.most()).isEqualTo(before);
  }

  @Test
  void itStaysWithinItsBounds() {
    frames(100, 1);
    assertThat(budget.most()).isEqualTo(FrameBudget.MOST);
    frames(100, 1_000);
    assertThat(budget.most()).isEqualTo(FrameBudget.LEAST);
  }

  private void frames(int count, double millis) {
    for (int i = 0; i < count; i++) {
      budget.took(millis);
    }
  }
}
