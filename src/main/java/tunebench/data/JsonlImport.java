package tunebench.data;

import static java.util.stream.Collectors.joining;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tunebench.BadInputException;

/**
 * Reads products from JSON lines: one object on each line, its keys taken as columns. Lists become
 * lines of text, objects "key: value" pairs.
 */
public final class JsonlImport {
  private static final JsonMapper JSON = new JsonMapper();

  private JsonlImport() {}

  /**
   * Reads a file. A line that is not a JSON object is a rejected row.
   *
   * @throws BadInputException if the file cannot be read, or a needed key is missing everywhere
   */
  public static Dataset read(Path file, ImportSettings settings) {
    return RowImport.products(table(file.getFileName() + "", FileText.read(file)), settings);
  }

  static Table table(String name, FileText content) {
    List<String> lines = content.text().lines().toList();
    List<JsonNode> objects = new ArrayList<>(lines.size());
    Set<String> keys = new LinkedHashSet<>();
    for (String line : lines) {
      JsonNode node = parse(line);
      keys.addAll(node.propertyNames());
      objects.add(node);
    }
    if (keys.isEmpty()) {
      throw new BadInputException(
          name + " has no line with a JSON object; it needs one object for each product.");
    }
    List<Table.Row> rows = new ArrayList<>(lines.size());
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        rows.add(row(i + 1, lines.get(i), objects.get(i), keys));
      }
    }
    return new Table(name, content.encoding(), List.copyOf(keys), rows);
  }

  private static JsonNode parse(String line) {
    try {
      return line.isBlank() ? JSON.missingNode() : JSON.readTree(line);
    } catch (JacksonException e) {
      return JSON.missingNode();
    }
  }

  private static Table.Row row(int line, String text, JsonNode node, Set<String> keys) {
    if (!node.isObject()) {
      return new Table.Row(line, List.of(text), "the line is not a JSON object");
    }
    return new Table.Row(line, keys.stream().map(key -> words(node.path(key))).toList(), "");
  }

  /** A value as a person would write it into a cell. */
  private static String words(JsonNode value) {
    if (value.isNull() || value.isMissingNode()) {
      return "";
    }
    if (value.isArray()) {
      return value.valueStream().map(JsonlImport::words).collect(joining("\n"));
    }
    if (value.isObject()) {
      return value
          .propertyStream()
          .map(entry -> entry.getKey() + ": " + words(entry.getValue()))
          .collect(joining("; "));
    }
    if (value.isFloatingPointNumber() && Double.isFinite(value.asDouble())) {
      // Plain digits: 1E+2 would not be read as a price.
      return BigDecimal.valueOf(value.asDouble()).toPlainString();
    }
    return value.asString();
  }
}
