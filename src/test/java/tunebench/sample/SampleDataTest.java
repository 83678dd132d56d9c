package tunebench.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tunebench.data.CsvImport;
import tunebench.data.Dataset;
import tunebench.data.ImportSettings;

class SampleDataTest {
  private static final Path SHIPPED = Path.of("sample-data");

  @Test
  void theShippedFilesAreWhatTheProgramWrites() throws Exception {
    for (Map.Entry<String, byte[]> file : SampleData.files().entrySet()) {
      assertThat(Files.readAllBytes(SHIPPED.resolve(file.getKey())))
          .as(file.getKey())
          .isEqualTo(file.getValue());
    }
  }

  @Test
  void everyShippedProductIsImported() {
    Dataset dataset = CsvImport.read(SHIPPED.resolve("products.csv"), ImportSettings.DEFAULT);
    assertThat(dataset.rejected()).isEmpty();
    assertThat(dataset.products())
        .isEqualTo(
            new ShopGenerator(ShopGenerator.SHIPPED_SEED)
                .next(SampleData.PRODUCTS).stream().map(ShopRow::product).toList());
  }
}
