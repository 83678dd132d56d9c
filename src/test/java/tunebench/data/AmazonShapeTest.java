package tunebench.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tiny file with the header of a well-known crawl of Amazon, in the shape of its oddest rows. */
class AmazonShapeTest {
  private static final String FILE =
      """
      Uniq Id,Product Name,Brand Name,Asin,Category,Upc Ean Code,List Price,Selling Price,Quantity,\
      Model Number,About Product,Product Specification,Technical Details,Shipping Weight,\
      Product Dimensions,Image,Variants,Sku,Product Url,Stock,Product Details,Dimensions,Color,\
      Ingredients,Direction To Use,Is Amazon Seller,Size Quantity Variant,Product Description
      a1,Wooden Duck,,,Toys | Ducks,,,$12.50,,,It rolls. | It quacks.,ASIN:B1,"Weight: 1 pound",,,,,,,,,,,,,Y,,
      a2,Duck Set,,,Toys | Ducks,,,$7.99 - $21.00,,,Three ducks.,,,,,,,,,,,,,,,Y,,
      a3,Duck Pond,,,,,,$ 19 99 $39.95 #legal {margin: 4px;} Save $19.96 (50%),,,,,,,,,,,,,,,,,,N,,
      a4,Duck House,,,,,,"$1,179.99",,,,,,,,,,,,,,,,,,N,,
      a5,Duck Food,,,,,,Total price:,,,,,,,,,,,,,,,,,,N,,
      a6,Duck Bell,,,,,,$3.00,,,,,,,,,,,,,,,,,,N,,Rings.
      """;

  @Test
  void itsColumnsAreGuessedAndItsOddPricesReported(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("amazon.csv"), FILE);
    Dataset dataset = DatasetImport.read(file, ImportSettings.DEFAULT);

    assertThat(dataset.mapping().of(Field.TITLE)).containsExactly("Product Name");
    assertThat(dataset.mapping().of(Field.PRICE)).containsExactly("Selling Price");
    assertThat(dataset.mapping().of(Field.DESCRIPTION))
        .containsExactly("Product Description", "About Product");
    assertThat(dataset.products())
        .containsExactly(
            new Product(
                2,
                "Wooden Duck",
                "It rolls. | It quacks.",
                "Toys | Ducks",
                "",
                "Weight: 1 pound\nASIN:B1",
                12.5),
            new Product(7, "Duck Bell", "Rings.", "", "", "", 3));
    assertThat(dataset.rejected())
        .extracting(row -> row.line() + " " + row.column() + ": " + row.reason())
        .containsExactly(
            "3 Selling Price: the price is a range; a single price is needed",
            "4 Selling Price: more than one amount; a single price is needed",
            "5 Selling Price: the price is over the largest allowed, 999.49",
            "6 Selling Price: not a price");
    assertThat(dataset.rowsIn()).isEqualTo(6);
  }
}
