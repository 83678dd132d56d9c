package tunebench.sample;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import tunebench.data.Product;

/** The text of the shipped files about the invented shop. */
final class ShopCsv {
  private ShopCsv() {}

  /** {@code products.csv}: what the shop sells. */
  static String products(List<ShopRow> rows) {
    StringWriter text = new StringWriter();
    try (CsvWriter csv = writer(text)) {
      csv.writeRecord("title", "description", "category", "brand", "details", "price");
      for (ShopRow row : rows) {
        Product p = row.product();
        csv.writeRecord(
            p.title(), p.description(), p.category(), p.brand(), p.details(), cents(p.price()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /** {@code products-oracle.csv}: the best guess for each line of {@code products.csv}. */
  static String oracle(List<ShopRow> rows) {
    StringWriter text = new StringWriter();
    try (CsvWriter csv = writer(text)) {
      csv.writeRecord("line", "title", "best_guess");
      for (ShopRow row : rows) {
        Product p = row.product();
        csv.writeRecord(Integer.toString(p.line()), p.title(), cents(row.medianPrice()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static CsvWriter writer(StringWriter text) {
    return CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text);
  }

  private static String cents(double dollars) {
    return String.format(Locale.ROOT, "%.2f", dollars);
  }
}
