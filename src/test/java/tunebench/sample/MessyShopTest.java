package tunebench.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import tunebench.data.CsvImport;
import tunebench.data.Dataset;
import tunebench.data.Field;
import tunebench.data.ImportSettings;
import tunebench.data.Product;
import tunebench.data.RejectedRow;

class MessyShopTest {
  private static final Dataset MESSY =
      CsvImport.read(Path.of("sample-data/products-messy.csv"), ImportSettings.DEFAULT);

  @Test
  void rowsInAreProductsPlusRejectedRows() {
    assertThat(MESSY.rowsIn()).isEqualTo(60);
    assertThat(MESSY.products().size() + MESSY.rejected().size()).isEqualTo(60);
  }

  @Test
  void everyBadRowIsReportedWithLineColumnAndReason() {
    assertThat(MESSY.rejected())
        .extracting(RejectedRow::line, RejectedRow::column, RejectedRow::reason)
        .extracting(Object::toString)
        .containsExactly(
            "(8, \"price\", \"the price is missing\")",
            "(10, \"price\", \"the price is zero\")",
            "(13, \"price\", \"the price is over the largest allowed, 999.49\")",
            "(15, \"price\", \"the price is a range; a single price is needed\")",
            "(18, \"price\", \"the price is over the largest allowed, 999.49\")",
            "(20, \"price\", \"the price is missing\")",
            "(23, \"price\", \"the price is negative\")",
            "(26, \"price\", \"not a price\")",
            "(29, \"price\", \"the price is under the smallest allowed, 0.5\")",
            "(32, \"price\", \"more than one amount; a single price is needed\")",
            "(50, \"title\", \"duplicate of line 7\")",
            "(53, \"title\", \"duplicate of line 22\")",
            "(56, \"\", \"the row has 3 cells, but the header has 6\")",
            "(59, \"title\", \"the row has no text\")",
            "(61, \"\", \"the row has 7 cells, but the header has 6\")");
  }

  @Test
  void oddPricesAreRead() {
    assertThat(at(6).price()).isEqualTo(48);
    assertThat(at(11).price()).isEqualTo(12.99);
    assertThat(at(16).price()).isEqualTo(249);
    assertThat(at(21).price()).isEqualTo(75);
  }

  @Test
  void oddTextsAreRead() {
    assertThat(MESSY.encoding()).isEqualTo("windows-1252");
    assertThat(MESSY.mapping().of(Field.PRICE)).containsExactly("price");
    assertThat(at(35).description()).isEqualTo("Soft & warm.\nWashes at 40°C.");
    assertThat(at(37).title()).isEqualTo("27\" \"Studio\" Monitor, matt");
    assertThat(at(39).description()).isEqualTo("First line.\nSecond line, after a break.\nThird.");
    // Three line breaks inside the cell above.
    assertThat(at(45).title()).isEqualTo("Café Crème Kettle, £ edition");
  }

  private static Product at(int line) {
    return MESSY.products().stream().filter(p -> p.line() == line).findFirst().orElseThrow();
  }
}
