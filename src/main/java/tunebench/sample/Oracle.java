package tunebench.sample;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tunebench.BadInputException;
import tunebench.data.Product;

/** Knows the best guess for every product of the invented shop: its price without the noise. */
public final class Oracle {
  private record Answer(String title, double guess) {}

  private final Map<Integer, Answer> answers = new HashMap<>();

  private Oracle() {}

  /** From the generator's own rows. */
  public static Oracle of(List<ShopRow> rows) {
    Oracle oracle = new Oracle();
    for (ShopRow row : rows) {
      Product product = row.product();
      oracle.answers.put(product.line(), new Answer(product.title(), row.medianPrice()));
    }
    return oracle;
  }

  /**
   * From {@code products-oracle.csv}.
   *
   * @throws BadInputException if the file cannot be read or is not of that form
   */
  public static Oracle read(Path file) {
    Oracle oracle = new Oracle();
    try (CsvReader<NamedCsvRecord> records = CsvReader.builder().ofNamedCsvRecord(file)) {
      for (NamedCsvRecord record : records) {
        oracle.answers.put(
            Integer.parseInt(record.getField("line")),
            new Answer(
                record.getField("title"), Double.parseDouble(record.getField("best_guess"))));
      }
    } catch (IOException | RuntimeException e) {
      throw new BadInputException(
          "Cannot read best guesses from " + file + "; it needs columns line, title, best_guess.",
          e);
    }
    return oracle;
  }

  /** Whether this product is one of the shop's: line and title agree. */
  public boolean knows(Product product) {
    Answer answer = answers.get(product.line());
    return answer != null && answer.title().equals(product.title());
  }

  /**
   * The guess with the smallest expected absolute error, in dollars.
   *
   * @throws IllegalArgumentException if the product is not {@linkplain #knows known}
   */
  public double bestGuess(Product product) {
    Answer answer = answers.get(product.line());
    if (answer == null || !answer.title().equals(product.title())) {
      throw new IllegalArgumentException("not a product of the shop: " + product);
    }
    return answer.guess();
  }
}
