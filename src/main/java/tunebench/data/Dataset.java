package tunebench.data;

import java.util.List;

/**
 * The products of one file and the account of every row that is not among them.
 *
 * @param name the file's name
 * @param rowsIn how many rows the file holds, header and blank lines not counted
 * @param products in the order of the file
 * @param rejected in the order of the file
 * @param mapping which columns were read as what
 * @param encoding the character set by which the file was read, such as "UTF-8"
 */
public record Dataset(
    String name,
    int rowsIn,
    List<Product> products,
    List<RejectedRow> rejected,
    ColumnMapping mapping,
    String encoding) {

  public Dataset {
    products = List.copyOf(products);
    rejected = List.copyOf(rejected);
    if (rowsIn != products.size() + rejected.size()) {
      throw new IllegalArgumentException(
          "%d rows in, but %d products and %d rejected rows"
              .formatted(rowsIn, products.size(), rejected.size()));
    }
  }
}
