package tunebench.sample;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tunebench.data.Product;

/**
 * {@code products-messy.csv}: a small file with every fault that an import must survive or report.
 * It is written in Latin-1 with Windows line ends.
 */
final class MessyShop {
  private static final long SEED = 60;
  private static final int ROWS = 60;

  private static final int TITLE = 0;
  private static final int DESCRIPTION = 1;
  private static final int DETAILS = 4;
  private static final int PRICE = 5;

  private MessyShop() {}

  static byte[] csv() {
    List<List<String>> rows = new ArrayList<>();
    for (ShopRow row : new ShopGenerator(SEED).next(ROWS)) {
      rows.add(cells(row.product()));
    }
    damage(rows);
    StringWriter text = new StringWriter();
    try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).build(text)) {
      csv.writeRecord("title ", "description", "category", "brand", "details", "price   ");
      rows.forEach(csv::writeRecord);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString().getBytes(ISO_8859_1);
  }

  private static List<String> cells(Product p) {
    String price = String.format(Locale.ROOT, "%.2f", p.price());
    return new ArrayList<>(
        List.of(p.title(), p.description(), p.category(), p.brand(), p.details(), price));
  }

  private static void damage(List<List<String>> rows) {
    // Prices that can be read all the same.
    rows.get(4).set(PRICE, "$48.00");
    rows.get(9).set(PRICE, "12.99 gbp");
    rows.get(14).set(PRICE, "249,00 EUR");
    rows.get(19).set(PRICE, " USD 75");
    // Prices that cannot.
    rows.get(6).set(PRICE, "");
    rows.get(8).set(PRICE, "0.00");
    rows.get(11).set(PRICE, "$1,299.00");
    rows.get(13).set(PRICE, "$10 - $20");
    rows.get(16).set(PRICE, "$443,164");
    rows.get(18).set(PRICE, "N/A");
    rows.get(21).set(PRICE, "-5.00");
    rows.get(24).set(PRICE, "call us");
    rows.get(27).set(PRICE, "0.25");
    rows.get(30).set(PRICE, "$34.50 $ 34 . 50");
    // Odd texts that are fine.
    rows.get(33).set(DESCRIPTION, "<p>Soft &amp; <b>warm</b>.<br/>Washes at 40&deg;C.</p>");
    rows.get(35).set(TITLE, "27\" \"Studio\" Monitor, matt");
    rows.get(37).set(DESCRIPTION, "First line.\r\nSecond line, after a break.\r\n\r\nThird.");
    rows.get(40).set(TITLE, "Café Crème Kettle, £ edition");
    rows.get(42).set(DETAILS, "");
    // Rows that are no products.
    rows.set(45, new ArrayList<>(rows.get(5)));
    rows.set(48, new ArrayList<>(rows.get(20)));
    rows.get(48).set(PRICE, "77.00");
    rows.get(51).subList(3, 6).clear();
    rows.get(54).set(TITLE, " ");
    rows.get(54).set(DESCRIPTION, "");
    rows.get(54).set(DETAILS, "");
    rows.get(56).add("one cell too many");
  }
}
