package tunebench.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import tunebench.BadInputException;
import tunebench.data.Product;

class OracleTest {
  private static final List<ShopRow> ROWS =
      new ShopGenerator(ShopGenerator.SHIPPED_SEED).next(SampleData.PRODUCTS);
  private static final List<Product> PRODUCTS = ROWS.stream().map(ShopRow::product).toList();

  @Test
  void theFloorIsTheErrorOfTheBestGuesses() {
    double floor = Floor.meanAbsoluteError(Oracle.of(ROWS), PRODUCTS);
    assertThat(floor).isCloseTo(29.81, within(0.01));
    assertThat(Floor.meanAbsoluteError(Oracle.of(ROWS), List.of())).isNaN();
  }

  @Test
  void theShippedFileKnowsEveryProductToTheCent() {
    Oracle shipped = Oracle.read(Path.of("sample-data/products-oracle.csv"));
    assertThat(PRODUCTS).allMatch(shipped::knows);
    for (ShopRow row : ROWS) {
      assertThat(shipped.bestGuess(row.product())).isCloseTo(row.medianPrice(), within(0.0051));
    }
  }

  @Test
  void aProductOfAnotherShopIsUnknown() {
    Oracle oracle = Oracle.of(ROWS);
    Product stranger = new Product(2, "Something else", "", "", "", "", 5);
    assertThat(oracle.knows(stranger)).isFalse();
    assertThatThrownBy(() -> oracle.bestGuess(stranger))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aFileOfAnotherFormIsBadInput() {
    assertThatThrownBy(() -> Oracle.read(Path.of("sample-data/products.csv")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("products.csv");
  }
}
