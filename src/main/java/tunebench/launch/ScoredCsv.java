package tunebench.launch;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import tunebench.BadInputException;
import tunebench.eval.Prediction;
import tunebench.eval.PythonFloat;

/** Reads true and predicted prices, in dollars, from two columns of a CSV file with a header. */
final class ScoredCsv {
  private ScoredCsv() {}

  /**
   * The first rows of the file, at most {@code limit}; bad input is a {@link BadInputException}.
   */
  static List<Prediction> read(Path file, String truth, String guess, int limit) {
    if (!Files.isRegularFile(file)) {
      throw new BadInputException("%s is not a file; give a CSV file.".formatted(file));
    }
    List<Prediction> rows = new ArrayList<>();
    try (var reader = CsvReader.builder().detectBomHeader(true).ofNamedCsvRecord(file)) {
      var records = reader.iterator();
      while (rows.size() < limit && records.hasNext()) {
        NamedCsvRecord row = records.next();
        double price = number(file, row, truth);
        if (price < 0) {
          throw new BadInputException(
              "%s, line %d, column %s: a true price of %s is below 0; correct it or leave the row out."
                  .formatted(file, row.getStartingLineNumber(), truth, price));
        }
        double guessed = number(file, row, guess);
        rows.add(new Prediction(rows.size(), "", price, guessed, "", true, List.of()));
      }
    } catch (IOException | UncheckedIOException | CsvParseException failure) {
      throw new BadInputException(
          "%s cannot be read as CSV in UTF-8: %s".formatted(file, failure.getMessage()), failure);
    }
    return rows;
  }

  private static double number(Path file, NamedCsvRecord row, String column) {
    if (!row.getHeader().contains(column)) {
      throw new BadInputException(
          "%s has no column %s; its columns are: %s."
              .formatted(file, column, String.join(", ", row.getHeader())));
    }
    String cell = row.findField(column).orElse("");
    // As the course does: a price may have a dollar sign and commas.
    OptionalDouble value = PythonFloat.finite(cell.replace("$", "").replace(",", ""));
    return value.orElseThrow(
        () ->
            new BadInputException(
                "%s, line %d, column %s: \"%s\" is not a number; write it like 12.99 or leave the row out."
                    .formatted(file, row.getStartingLineNumber(), column, cell)));
  }
}
