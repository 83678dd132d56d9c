package tunebench.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class DatasetTest {
  @Test
  void rowsInAreProductsPlusRejectedRows() {
    RejectedRow bad = new RejectedRow(2, "price", "", "the price is missing");
    assertThatThrownBy(
            () -> new Dataset("a.csv", 2, List.of(), List.of(bad), ColumnMapping.none(), "UTF-8"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aReportKeepsOnlyTheStartOfALongValue() {
    assertThat(new RejectedRow(2, "price", "x".repeat(500), "not a price").value())
        .hasSize(RejectedRow.LONGEST_VALUE)
        .endsWith("…");
  }
}
