package tunebench.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class BatchTest {
  private static final Batch BATCH =
      Batch.of(
          List.of(
              new TokenizedExample(7, new int[] {1, 2, 3, 40, 50}, 3, false),
              new TokenizedExample(9, new int[] {4, 60}, 1, false)));

  @Test
  void questionAndPaddingCarryNoLoss() {
    assertThat(BATCH.labels()).containsExactly(40, 50, 60);
  }

  @Test
  void labelsAreShiftedExactlyOnce() {
    // The state that must say token i stands at i - 1; the second row begins at 5.
    assertThat(BATCH.positions()).containsExactly(2, 3, 5);
  }

  @Test
  void rowsArePaddedOnTheRightToTheLongest() {
    assertThat(BATCH.length()).isEqualTo(5);
    assertThat(BATCH.ids()).containsExactly(1, 2, 3, 40, 50, 4, 60, 0, 0, 0);
    assertThat(BATCH.tokens()).isEqualTo(7);
  }

  @Test
  void eachLabelKnowsItsRowAndWhetherItIsThePrice() {
    assertThat(BATCH.rows()).containsExactly(7, 9);
    assertThat(BATCH.owner()).containsExactly(0, 0, 1);
    assertThat(BATCH.price()).containsExactly(true, false, true);
  }

  @Test
  void anExampleWithoutAnswerCannotBeMade() {
    assertThatThrownBy(() -> new TokenizedExample(3, new int[] {1, 2}, 2, false))
        .hasMessageContaining("row 3 has no answer");
  }
}
