package tunebench.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tunebench.protocol.DataRequest.ImportChoice;

class ImportChoiceTest {
  /** Both ways round: a change that lost an earlier one would show. */
  @Test
  void eachChangeLeavesTheOthers() {
    Map<String, List<String>> columns = Map.of("price", List.of("Cost"));
    ImportChoice wanted = new ImportChoice(columns, true, true, 1, 2, 3.0, 4.0);

    ImportChoice upwards =
        ImportChoice.standard()
            .withColumns(columns)
            .withKeepDuplicates(true)
            .withScrub(true)
            .withMinChars(1)
            .withMaxChars(2)
            .withLowestPrice(3)
            .withHighestPrice(4);
    ImportChoice downwards =
        ImportChoice.standard()
            .withHighestPrice(4)
            .withLowestPrice(3)
            .withMaxChars(2)
            .withMinChars(1)
            .withScrub(true)
            .withKeepDuplicates(true)
            .withColumns(columns);

    assertThat(upwards).isEqualTo(wanted);
    assertThat(downwards).isEqualTo(wanted);
  }
}
