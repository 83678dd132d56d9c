package tunebench.data;

import static java.util.stream.Collectors.toSet;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Which columns of a file hold which field. Description and details may be spread over several
 * columns; every other field is read from the first of its columns.
 *
 * @param columns by field; a field that the file lacks has no entry or an empty list
 */
public record ColumnMapping(Map<Field, List<String>> columns) {

  public ColumnMapping {
    Map<Field, List<String>> copy = new EnumMap<>(Field.class);
    columns.forEach((field, names) -> copy.put(field, List.copyOf(names)));
    columns = Map.copyOf(copy);
  }

  /** No column for any field: every field is to be guessed. */
  public static ColumnMapping none() {
    return new ColumnMapping(Map.of());
  }

  /** What the header's names suggest; of several good names the likeliest wins. */
  public static ColumnMapping guess(List<String> header) {
    Map<Field, List<String>> columns = new EnumMap<>(Field.class);
    for (Field field : Field.values()) {
      List<String> found = new ArrayList<>();
      for (String usual : field.usualNames()) {
        for (String column : header) {
          if (plain(column).equals(usual) && (found.isEmpty() || field.joinsColumns())) {
            found.add(column);
          }
        }
      }
      columns.put(field, found);
    }
    return new ColumnMapping(columns);
  }

  /** The same mapping with these columns for one field; no column at all unmaps it. */
  public ColumnMapping with(Field field, String... names) {
    Map<Field, List<String>> changed = new EnumMap<>(Field.class);
    changed.putAll(columns);
    changed.put(field, List.of(names));
    return new ColumnMapping(changed);
  }

  /**
   * This mapping's columns, and for the fields that it leaves open those of another, less the
   * columns that are already in use here.
   */
  public ColumnMapping or(ColumnMapping other) {
    Map<Field, List<String>> merged = new EnumMap<>(Field.class);
    Set<String> used = columns.values().stream().flatMap(List::stream).collect(toSet());
    other.columns.forEach(
        (field, names) ->
            merged.put(field, names.stream().filter(name -> !used.contains(name)).toList()));
    merged.putAll(columns);
    return new ColumnMapping(merged);
  }

  /** The same mapping with its names spelled as in the header, whatever their case and blanks. */
  ColumnMapping spelledAs(List<String> header) {
    Map<Field, List<String>> spelled = new EnumMap<>(Field.class);
    columns.forEach(
        (field, names) ->
            spelled.put(field, names.stream().map(name -> spelledAs(header, name)).toList()));
    return new ColumnMapping(spelled);
  }

  private static String spelledAs(List<String> header, String name) {
    return header.stream()
        .filter(column -> column.equalsIgnoreCase(name.strip()))
        .min(Comparator.comparing(column -> !column.equals(name)))
        .orElse(name);
  }

  /** The columns of a field, the first being the likeliest; empty if there are none. */
  public List<String> of(Field field) {
    return columns.getOrDefault(field, List.of());
  }

  private static String plain(String column) {
    return column.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", " ").strip();
  }
}
