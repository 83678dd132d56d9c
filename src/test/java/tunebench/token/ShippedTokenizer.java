package tunebench.token;

import java.nio.file.Path;
import java.util.List;
import tunebench.data.CsvImport;
import tunebench.data.ImportSettings;
import tunebench.data.Product;
import tunebench.prompt.PriceTemplate;

/** The tokenizer and the products that ship, for tests. */
final class ShippedTokenizer {
  static final TextTokenizer TOKENIZER =
      TextTokenizer.open(Path.of("assets/models/tunebench-base"));
  static final List<Product> SHOP =
      CsvImport.read(Path.of("sample-data/products.csv"), ImportSettings.DEFAULT).products();

  private ShippedTokenizer() {}

  static ExampleBuilder upTo(int maxTokens) {
    return new ExampleBuilder(TOKENIZER, PriceTemplate.V1, maxTokens, false);
  }

  static Product product(int line, String title, String description, double price) {
    return new Product(line, title, description, "", "", "", price);
  }
}
