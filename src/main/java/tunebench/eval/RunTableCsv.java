package tunebench.eval;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import tunebench.BadInputException;

/**
 * Tables of runs as CSV and back, to the last digit: the columns {@code row}, {@code title}, {@code
 * truth}, then one per run. A cell is empty where a run did not price the row.
 */
public final class RunTableCsv {
  private static final List<String> FIXED = List.of("row", "title", "truth");

  private RunTableCsv() {}

  /** A header and a line per row; a guess that a run lacks is an empty cell. */
  public static String write(RunTable table) {
    var text = new StringWriter();
    try (CsvWriter csv = CsvWriter.builder().build(text)) {
      List<String> header = new ArrayList<>(FIXED);
      header.addAll(table.runs());
      csv.writeRecord(header);
      for (RunTable.Row row : table.rows()) {
        List<String> cells =
            new ArrayList<>(List.of(row.row() + "", row.title(), row.truth() + ""));
        row.guesses().forEach(guess -> cells.add(guess.isNaN() ? "" : guess.toString()));
        csv.writeRecord(cells);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @param name of the file, for complaints
   * @throws BadInputException if the text is no such table
   */
  public static RunTable read(String name, String text) {
    List<String> runs = new ArrayList<>();
    List<RunTable.Row> rows = new ArrayList<>();
    try (CsvReader<CsvRecord> csv = CsvReader.builder().ofCsvRecord(text)) {
      for (CsvRecord record : csv) {
        List<String> cells = record.getFields();
        if (record.getStartingLineNumber() == 1) {
          runs.addAll(header(name, cells));
        } else {
          rows.add(row(name, record, cells));
        }
      }
    } catch (CsvParseException e) {
      throw new BadInputException(
          "%s cannot be read as CSV: %s".formatted(name, e.getMessage()), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new RunTable(runs, rows);
  }

  private static List<String> header(String name, List<String> cells) {
    if (cells.size() < FIXED.size() || !cells.subList(0, FIXED.size()).equals(FIXED)) {
      throw new BadInputException(
          "%s is no table of runs: its columns must begin with row, title and truth."
              .formatted(name));
    }
    return cells.subList(FIXED.size(), cells.size());
  }

  private static RunTable.Row row(String name, CsvRecord record, List<String> cells) {
    List<Double> guesses = new ArrayList<>();
    for (String cell : cells.subList(FIXED.size(), cells.size())) {
      guesses.add(cell.isEmpty() ? Double.NaN : number(name, record, cell));
    }
    return new RunTable.Row(
        (int) number(name, record, cells.get(0)),
        cells.get(1),
        number(name, record, cells.get(2)),
        guesses);
  }

  private static double number(String name, CsvRecord record, String cell) {
    OptionalDouble value = PythonFloat.finite(cell);
    return value.orElseThrow(
        () ->
            new BadInputException(
                "%s, line %d: \"%s\" is not a number; write it like 12.99 or leave the cell empty."
                    .formatted(name, record.getStartingLineNumber(), cell)));
  }
}
