package tunebench.sample;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The files of {@code sample-data/}: written by this program, not by hand. */
public final class SampleData {
  /** How many products the shop offers. */
  public static final int PRODUCTS = 3000;

  private SampleData() {}

  /** Writes every file anew into the folder, which is made if need be. */
  public static void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    for (Map.Entry<String, byte[]> file : files().entrySet()) {
      Files.write(folder.resolve(file.getKey()), file.getValue());
    }
  }

  /** The bytes of every file by its name. */
  static Map<String, byte[]> files() {
    List<ShopRow> rows = new ShopGenerator(ShopGenerator.SHIPPED_SEED).next(PRODUCTS);
    return Map.of(
        "products.csv", ShopCsv.products(rows).getBytes(UTF_8),
        "products-oracle.csv", ShopCsv.oracle(rows).getBytes(UTF_8),
        "products-messy.csv", MessyShop.csv());
  }
}
