package tunebench.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Settings by their dotted names, as passports hold them; lists joined by commas. */
final class PassportSettings {
  private PassportSettings() {}

  /** The components of a record, each below {@code name}. */
  static Map<String, String> of(String name, Object settings) {
    Map<String, String> flat = new TreeMap<>();
    flatten(name, JsonMapper.shared().valueToTree(settings), flat);
    return flat;
  }

  private static void flatten(String name, JsonNode node, Map<String, String> flat) {
    if (node.isObject()) {
      node.properties().forEach(e -> flatten(name + "." + e.getKey(), e.getValue(), flat));
    } else if (node.isArray()) {
      List<String> parts = new ArrayList<>();
      node.forEach(part -> parts.add(part.asString()));
      flat.put(name, String.join(",", parts));
    } else {
      flat.put(name, node.asString());
    }
  }
}
