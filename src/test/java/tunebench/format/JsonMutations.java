package tunebench.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Changes values of a JSON text so that it stays JSON: what a hostile hand would do. */
public final class JsonMutations {
  private static final List<String> ABSURD =
      List.of(
          "0",
          "-1",
          "1",
          "2",
          "99999",
          "2147483647",
          "-2147483648",
          "9223372036854775808",
          "4294967296",
          "0.5",
          "null",
          "true",
          "false",
          "\"\"",
          "\"x\"",
          "\"\u2581\"",
          "\"B\"",
          "[]",
          "[1]",
          "{}",
          "\"(\"",
          "\"a*\"",
          "\"<0x41>\"");

  private final Random random;

  public JsonMutations(long seed) {
    random = new Random(seed);
  }

  /** The text with one to three values replaced, removed, doubled or swapped. */
  public String of(String json) {
    JsonNode root = JsonMapper.shared().readTree(json);
    for (int n = 1 + random.nextInt(3); n > 0; n--) {
      List<JsonNode> holders = new ArrayList<>();
      collect(root, holders);
      change(holders.get(random.nextInt(holders.size())));
    }
    return root.toString();
  }

  private static void collect(JsonNode node, List<JsonNode> holders) {
    if (node.size() > 0) {
      holders.add(node);
      node.forEach(child -> collect(child, holders));
    }
  }

  private void change(JsonNode holder) {
    JsonNode value = JsonMapper.shared().readTree(ABSURD.get(random.nextInt(ABSURD.size())));
    int at = random.nextInt(holder.size());
    if (holder instanceof ArrayNode array) {
      switch (random.nextInt(3)) {
        case 0 -> array.set(at, value);
        case 1 -> array.remove(at);
        default -> array.add(array.get(at).deepCopy());
      }
      return;
    }
    ObjectNode object = (ObjectNode) holder;
    List<String> names = new ArrayList<>(object.propertyNames());
    String name = names.get(at);
    switch (random.nextInt(3)) {
      case 0 -> object.set(name, value);
      case 1 -> object.remove(name);
      default -> object.set(names.get(random.nextInt(names.size())), object.get(name).deepCopy());
    }
  }
}
