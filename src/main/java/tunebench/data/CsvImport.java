package tunebench.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tunebench.BadInputException;

/**
 * Reads products from a CSV file: quotes as in RFC 4180, line breaks within cells, and a comma, a
 * semicolon or a tab between cells. The first record is the header.
 */
public final class CsvImport {
  /** The longest cell that is accepted, in characters. */
  private static final int LONGEST_CELL = 64 << 20;

  private CsvImport() {}

  /**
   * Reads a file.
   *
   * @throws BadInputException if the file cannot be read as CSV, or a needed column is missing
   */
  public static Dataset read(Path file, ImportSettings settings) {
    return RowImport.products(table(file.getFileName() + "", FileText.read(file)), settings);
  }

  /** The columns of a file, trimmed, for a person to map. */
  public static List<String> header(Path file) {
    return table(file.getFileName() + "", FileText.read(file)).header();
  }

  static Table table(String name, FileText content) {
    List<String> header = new ArrayList<>();
    List<Table.Row> rows = new ArrayList<>();
    int line = 1;
    try (CsvReader<CsvRecord> records = open(content.text())) {
      for (CsvRecord record : records) {
        line = (int) record.getStartingLineNumber();
        if (header.isEmpty()) {
          record.getFields().forEach(column -> header.add(column.strip()));
        } else {
          rows.add(row(record, header.size()));
        }
      }
    } catch (CsvParseException e) {
      throw new BadInputException(
          "%s cannot be read as CSV after line %d; look for a quote that is not closed."
              .formatted(name, line),
          e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (header.isEmpty()) {
      throw new BadInputException(
          name + " is empty; it needs a header line and one line for each product.");
    }
    return new Table(name, content.encoding(), header, rows);
  }

  private static Table.Row row(CsvRecord record, int columns) {
    List<String> cells = new ArrayList<>(record.getFields());
    while (cells.size() > columns && cells.getLast().isBlank()) {
      cells.removeLast();
    }
    String fault =
        cells.size() == columns
            ? ""
            : "the row has %d %s, but the header has %d"
                .formatted(cells.size(), cells.size() == 1 ? "cell" : "cells", columns);
    return new Table.Row((int) record.getStartingLineNumber(), cells, fault);
  }

  private static CsvReader<CsvRecord> open(String text) {
    return CsvReader.builder()
        .fieldSeparator(Delimiter.of(text))
        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
        .allowUnclosedQuote(false)
        .maxBufferSize(LONGEST_CELL)
        .ofCsvRecord(text);
  }
}
