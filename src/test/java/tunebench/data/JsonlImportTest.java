package tunebench.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tunebench.BadInputException;

class JsonlImportTest {
  @TempDir Path folder;

  @Test
  void objectsBecomeProductsAndBadLinesAreReported() throws Exception {
    Dataset dataset =
        imported(
            """
            {"title": "Lamp", "price": 1E+2, "features": ["warm", "small"], "store": "Arvo"}
            {"title": "Chair", "price": "$20", "details": {"Wood": "oak", "Legs": 4}}

            not json
            [1]
            {"title": "Desk", "price": null}
            {"title": "Star", "price": 1E400}
            """);
    assertThat(dataset.products())
        .containsExactly(
            new Product(1, "Lamp", "warm\nsmall", "", "Arvo", "", 100),
            new Product(2, "Chair", "", "", "", "Wood: oak; Legs: 4", 20));
    assertThat(dataset.rejected())
        .containsExactly(
            new RejectedRow(4, "", "not json", "the line is not a JSON object"),
            new RejectedRow(5, "", "[1]", "the line is not a JSON object"),
            new RejectedRow(6, "price", "", "the price is missing"),
            new RejectedRow(7, "price", "Infinity", "not a price"));
    assertThat(dataset.rowsIn()).isEqualTo(6);
  }

  @Test
  void aFileWithoutObjectsIsBadInput() {
    assertThatThrownBy(() -> imported("hello\n"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("shop.jsonl");
  }

  private Dataset imported(String text) throws IOException {
    return DatasetImport.read(
        Files.writeString(folder.resolve("shop.jsonl"), text), ImportSettings.DEFAULT);
  }
}
