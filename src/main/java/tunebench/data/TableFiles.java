package tunebench.data;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tunebench.BadInputException;

/**
 * A table that lies in one file or, where the name holds an asterisk, in several of one kind: they
 * follow each other by name, and rows are counted on.
 */
final class TableFiles {
  private TableFiles() {}

  static Table read(Path path) {
    String name = String.valueOf(path.getFileName());
    return name.contains("*") ? joined(path, name) : one(path);
  }

  private static Table one(Path file) {
    String name = String.valueOf(file.getFileName());
    String small = name.toLowerCase(Locale.ROOT);
    if (small.endsWith(".parquet")) {
      return ParquetImport.table(file);
    }
    boolean json = small.endsWith(".jsonl") || small.endsWith(".ndjson") || small.endsWith(".json");
    FileText text = FileText.read(file);
    return json ? JsonlImport.table(name, text) : CsvImport.table(name, text);
  }

  private static Table joined(Path pattern, String name) {
    List<Path> files = new ArrayList<>();
    Path folder = pattern.toAbsolutePath().getParent();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, name)) {
      found.forEach(files::add);
    } catch (IOException e) {
      throw new BadInputException(folder + " cannot be read; check the path.", e);
    }
    if (files.isEmpty()) {
      throw new BadInputException("No file in %s fits %s.".formatted(folder, name));
    }
    files.sort(null);
    Table first = one(files.getFirst());
    List<Table.Row> rows = new ArrayList<>(first.rows());
    for (Path file : files.subList(1, files.size())) {
      Table next = one(file);
      if (!next.header().equals(first.header())) {
        throw new BadInputException(
            "%s has other columns than %s; give one of them alone."
                .formatted(file, files.getFirst().getFileName()));
      }
      int before = rows.isEmpty() ? 0 : rows.getLast().line();
      next.rows().forEach(r -> rows.add(new Table.Row(before + r.line(), r.cells(), r.fault())));
    }
    return new Table(name, first.encoding(), first.header(), rows);
  }
}
