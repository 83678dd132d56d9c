package tunebench.data;

import static java.util.stream.Collectors.joining;

import dev.hardwood.InputFile;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import dev.hardwood.row.PqList;
import dev.hardwood.row.PqMap;
import dev.hardwood.row.PqStruct;
import dev.hardwood.row.StructAccessor;
import dev.hardwood.schema.SchemaNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import tunebench.BadInputException;

/**
 * Reads products from Parquet files, as datasets on the Hub are kept. Lists become lines of text,
 * structures "key: value" pairs, as from JSON lines. A row's line is its number, from 1.
 */
public final class ParquetImport {
  /** The reader tells of each codec that it finds; a person wants the rows alone. */
  private static final Logger CHATTER = Logger.getLogger("dev.hardwood");

  static {
    CHATTER.setLevel(Level.WARNING);
    // Where the system has libdeflate, the reader would unpack gzip by it, through memory that Java
    // does not guard. A damaged page is safer with Java's own inflater.
    System.setProperty("hardwood.uselibdeflate", "false");
  }

  /** How long no row may come. Rows come by the thousand; a slow disk needs seconds for these. */
  private static final Duration STILL = Duration.ofSeconds(60);

  private ParquetImport() {}

  /**
   * Reads a file.
   *
   * @throws BadInputException if it is no Parquet file, or a needed column is missing
   */
  public static Dataset read(Path file, ImportSettings settings) {
    return RowImport.products(table(file), settings);
  }

  static Table table(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new BadInputException("There is no file " + file + "; check the path.");
    }
    AtomicLong done = new AtomicLong();
    try {
      return Watched.get(() -> read(file, done), done::get, STILL);
    } catch (IOException | RuntimeException e) {
      // The reader answers a damaged file with whatever exception its decoding ends in.
      throw new BadInputException(
          "%s cannot be read as a Parquet file (%s); download it again.".formatted(file, why(e)),
          e);
    }
  }

  private static String why(Exception e) {
    String said = String.valueOf(e.getMessage()).strip();
    return e.getMessage() == null
        ? e.getClass().getSimpleName()
        : said.lines().findFirst().orElse("");
  }

  private static Table read(Path file, AtomicLong done) throws IOException {
    try (ParquetFileReader reader = ParquetFileReader.open(InputFile.of(file));
        FileChannel channel = FileChannel.open(file)) {
      long promised = ParquetFooter.rows(reader, channel);
      List<String> header =
          reader.getFileSchema().getRootNode().children().stream().map(SchemaNode::name).toList();
      List<Table.Row> rows = new ArrayList<>();
      try (RowReader values = reader.rowReader()) {
        while (rows.size() < promised && values.hasNext()) {
          values.next();
          rows.add(new Table.Row(rows.size() + 1, cells(values, header.size()), ""));
          done.set(rows.size());
        }
      }
      if (rows.size() < promised) {
        throw new IOException("%d of %d rows could be read".formatted(rows.size(), promised));
      }
      return new Table(file.getFileName() + "", "UTF-8", header, rows);
    }
  }

  private static List<String> cells(RowReader row, int columns) {
    List<String> cells = new ArrayList<>(columns);
    for (int i = 0; i < columns; i++) {
      cells.add(row.isNull(i) ? "" : words(row.getValue(i)));
    }
    return cells;
  }

  /** A value as a person would write it into a cell. */
  private static String words(@Nullable Object value) {
    return switch (value) {
      case null -> "";
      case byte[] bytes -> new String(bytes, StandardCharsets.UTF_8);
      // Plain digits: 1E+2 would not be read as a price.
      case Double number when Double.isFinite(number) -> BigDecimal.valueOf(number).toPlainString();
      case Float number when Float.isFinite(number) ->
          new BigDecimal(Float.toString(number)).toPlainString();
      case BigDecimal number -> number.toPlainString();
      case PqList list -> list.values().stream().map(ParquetImport::words).collect(joining("\n"));
      case PqStruct struct -> pairs(struct);
      case PqMap map ->
          map.getEntries().stream()
              .map(entry -> words(entry.getKey()) + ": " + words(entry.getValue()))
              .collect(joining("; "));
      default -> value.toString();
    };
  }

  private static String pairs(StructAccessor struct) {
    List<String> pairs = new ArrayList<>();
    for (int i = 0; i < struct.getFieldCount(); i++) {
      pairs.add(
          struct.getFieldName(i) + ": " + (struct.isNull(i) ? "" : words(struct.getValue(i))));
    }
    return String.join("; ", pairs);
  }
}
