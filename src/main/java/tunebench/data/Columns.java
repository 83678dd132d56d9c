package tunebench.data;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Locale;
import tunebench.BadInputException;

/** The columns of one table, found and checked: reads the cell of a field. */
final class Columns {
  private final List<String> header;
  private final ColumnMapping mapping;

  private Columns(List<String> header, ColumnMapping mapping) {
    this.header = header;
    this.mapping = mapping;
  }

  /** The chosen columns and guesses for the rest; a text and a price there must be. */
  static Columns of(Table table, ColumnMapping chosen) {
    List<String> header = table.header();
    ColumnMapping spelled = chosen.spelledAs(header);
    for (Field field : Field.values()) {
      for (String name : spelled.of(field)) {
        if (!header.contains(name)) {
          throw new BadInputException(
              "%s has no column \"%s\" for the %s; its columns are: %s."
                  .formatted(table.file(), name, word(field), listed(header)));
        }
      }
    }
    ColumnMapping mapping = spelled.or(ColumnMapping.guess(header));
    if (mapping.of(Field.PRICE).isEmpty()) {
      throw missing(table, "price", Field.PRICE);
    }
    if (mapping.of(Field.TITLE).isEmpty() && mapping.of(Field.DESCRIPTION).isEmpty()) {
      throw missing(table, "title or description", Field.TITLE);
    }
    return new Columns(header, mapping);
  }

  ColumnMapping mapping() {
    return mapping;
  }

  /** The name of the field's first column, or "" if it has none. */
  String name(Field field) {
    return mapping.of(field).stream().findFirst().orElse("");
  }

  /** What stands in the field's first column, untouched. */
  String raw(Field field, Table.Row row) {
    return row.cells().get(header.indexOf(name(field)));
  }

  /** The text of a field without HTML, or "" if there is none. */
  String text(Field field, Table.Row row) {
    return mapping.of(field).stream()
        .limit(field.joinsColumns() ? Long.MAX_VALUE : 1)
        .map(column -> HtmlText.plain(row.cells().get(header.indexOf(column))))
        .filter(part -> !part.isEmpty())
        .distinct()
        .collect(joining("\n"));
  }

  private static BadInputException missing(Table table, String what, Field field) {
    return new BadInputException(
        "%s has no column that looks like a %s; its columns are: %s. Say which it is with %s=COLUMN."
            .formatted(table.file(), what, listed(table.header()), word(field)));
  }

  private static String listed(List<String> header) {
    return String.join(", ", header);
  }

  private static String word(Field field) {
    return field.name().toLowerCase(Locale.ROOT);
  }
}
