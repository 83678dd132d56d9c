package tunebench.launch;

import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Settings by dotted name, as passports hold and trackers and pages show them. */
final class FlatSettings {
  private FlatSettings() {}

  static Map<String, String> of(Object settings) {
    return of("", settings);
  }

  /** The components of a record, each below {@code name}. */
  static Map<String, String> of(String name, Object settings) {
    Map<String, String> flat = new TreeMap<>();
    flatten(name, JsonMapper.shared().valueToTree(settings), flat);
    return flat;
  }

  private static void flatten(String name, JsonNode node, Map<String, String> flat) {
    if (node.isObject()) {
      node.properties()
          .forEach(
              e ->
                  flatten(
                      name.isEmpty() ? e.getKey() : name + "." + e.getKey(), e.getValue(), flat));
    } else if (node.isArray() && node.isEmpty()) {
      // Nothing chosen says nothing.
      return;
    } else if (node.isArray()) {
      flat.put(name, String.join(", ", node.valueStream().map(v -> v.asString("")).toList()));
    } else if (!node.isNull()) {
      flat.put(name, node.asString(""));
    }
  }
}
