package tunebench.launch;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Option;
import tunebench.BadInputException;
import tunebench.data.ColumnMapping;
import tunebench.data.Field;
import tunebench.data.ImportSettings;

/** Which columns of a file hold which field, for every command that reads products. */
final class ColumnOptions {
  @Option(
      names = "--columns",
      paramLabel = "FIELD=COLUMN",
      description =
          "Which column holds a field: title, description, category, brand, details or price. Join"
              + " several columns with +. What is not given is guessed. May be repeated.")
  private List<String> columns = List.of();

  /** {@code base} with the columns that were chosen. */
  ImportSettings settings(ImportSettings base) {
    return settings(base, List.of());
  }

  /** The same with columns that were chosen elsewhere on the command line. */
  ImportSettings settings(ImportSettings base, List<String> more) {
    Map<Field, List<String>> chosen = new LinkedHashMap<>();
    for (String column : Stream.concat(columns.stream(), more.stream()).toList()) {
      int at = column.indexOf('=');
      if (at < 0) {
        throw new BadInputException(
            "--columns \"%s\" has no equals sign; write FIELD=COLUMN, such as price=\"Selling Price\"."
                .formatted(column));
      }
      List<String> names =
          Arrays.stream(column.substring(at + 1).split("\\+", -1))
              .map(String::strip)
              .filter(name -> !name.isEmpty())
              .toList();
      chosen.put(field(column.substring(0, at)), names);
    }
    return base.withColumns(new ColumnMapping(chosen));
  }

  private static Field field(String name) {
    return Arrays.stream(Field.values())
        .filter(field -> label(field).equals(name.strip().toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new BadInputException(
                    "--columns names the field \"%s\"; choose one of %s."
                        .formatted(
                            name,
                            Arrays.stream(Field.values())
                                .map(ColumnOptions::label)
                                .collect(Collectors.joining(", ")))));
  }

  private static String label(Field field) {
    return field.name().toLowerCase(Locale.ROOT);
  }
}
