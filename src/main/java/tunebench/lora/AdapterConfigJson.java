package tunebench.lora;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes {@code adapter_config.json} with every field that PEFT 0.21 writes, sorted as it sorts.
 */
final class AdapterConfigJson {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** The fields that belong to variants which Tunebench does not make. */
  private static final List<String> NULLS =
      List.of(
          "alora_invocation_tokens",
          "arrow_config",
          "auto_mapping",
          "corda_config",
          "eva_config",
          "kasa_config",
          "layer_replication",
          "lora_ga_config",
          "megatron_config",
          "monteclora_config",
          "revision",
          "target_parameters",
          "trainable_token_indices",
          "use_bdlora",
          "velora_config");

  private final Map<String, JsonNode> fields = new TreeMap<>();

  private AdapterConfigJson() {}

  /**
   * The file's content.
   *
   * @param baseModel name or path of the model that the adapter belongs to
   */
  static byte[] of(Adapter adapter, String baseModel) {
    AdapterConfigJson config = new AdapterConfigJson();
    NULLS.forEach(name -> config.put(name, NODES.nullNode()));
    config.constants(baseModel);
    config.shape(adapter.settings());
    config.targets(adapter.settings().targets(), adapter.modules().keySet());
    config.saved(adapter);
    ObjectNode sorted = JSON.createObjectNode();
    config.fields.forEach(sorted::set);
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(sorted);
  }

  private void constants(String baseModel) {
    put("base_model_name_or_path", NODES.stringNode(baseModel));
    put("bias", NODES.stringNode("none"));
    put("ensure_weight_tying", NODES.booleanNode(false));
    put("fan_in_fan_out", NODES.booleanNode(false));
    put("inference_mode", NODES.booleanNode(true));
    put("init_lora_weights", NODES.booleanNode(true));
    put("loftq_config", NODES.objectNode());
    put("lora_bias", NODES.booleanNode(false));
    put("megatron_core", NODES.stringNode("megatron.core"));
    put("peft_type", NODES.stringNode("LORA"));
    put("peft_version", NODES.stringNode("0.21.0"));
    put("qalora_group_size", NODES.numberNode(16));
    put("task_type", NODES.stringNode("CAUSAL_LM"));
    put("use_qalora", NODES.booleanNode(false));
  }

  private void shape(LoraSettings settings) {
    put("r", NODES.numberNode(settings.rank()));
    put("lora_alpha", number(settings.alpha()));
    put("lora_dropout", NODES.numberNode(settings.dropout()));
    put("use_rslora", NODES.booleanNode(settings.rankStabilised()));
    put("use_dora", NODES.booleanNode(settings.magnitudes()));
    put("rank_pattern", numbers(settings.ranks()));
    put("alpha_pattern", numbers(settings.alphas()));
  }

  private void targets(Targets targets, Collection<String> modules) {
    put(
        "target_modules",
        switch (targets.chosen()) {
          case Targets.Names named -> texts(named.names());
          case Targets.Expression expression -> NODES.stringNode(expression.pattern().text());
          // PEFT, too, writes what the shorthand stood for.
          case Targets.AllLinear _ -> texts(lastParts(modules));
        });
    put(
        "exclude_modules",
        switch (targets.excluded()) {
          case null -> NODES.nullNode();
          case Targets.Names named -> texts(named.names());
          case Targets.Expression expression -> NODES.stringNode(expression.pattern().text());
          case Targets.AllLinear _ -> throw new IllegalStateException("no exclusion of everything");
        });
    List<Integer> indexes = targets.layers().indexes();
    JsonNode layers = NODES.nullNode();
    if (!indexes.isEmpty()) {
      var array = NODES.arrayNode();
      indexes.forEach(array::add);
      layers = array;
    }
    put("layers_to_transform", layers);
    List<String> lists = targets.layers().lists().stream().map(PythonPattern::text).toList();
    put(
        "layers_pattern",
        switch (lists.size()) {
          case 0 -> NODES.nullNode();
          case 1 -> NODES.stringNode(lists.getFirst());
          default -> texts(lists);
        });
  }

  /** Weights under an update are there because PEFT keeps them, not because they were trained. */
  private void saved(Adapter adapter) {
    Collection<String> trained = new TreeSet<>(adapter.whole().keySet());
    trained.removeAll(adapter.modules().keySet());
    put("modules_to_save", trained.isEmpty() ? NODES.nullNode() : texts(lastParts(trained)));
  }

  private static Collection<String> lastParts(Collection<String> modules) {
    Collection<String> names = new TreeSet<>();
    modules.forEach(path -> names.add(path.substring(path.lastIndexOf('.') + 1)));
    return names;
  }

  private static JsonNode texts(Collection<String> texts) {
    var array = NODES.arrayNode();
    texts.forEach(array::add);
    return array;
  }

  private static JsonNode numbers(ModuleNumbers numbers) {
    ObjectNode object = NODES.objectNode();
    // The first pattern that matches counts, so their order stays.
    numbers.values().forEach((key, value) -> object.set(key, number(value)));
    return object;
  }

  /** PEFT's ranks and alphas are whole numbers as a rule. */
  private static JsonNode number(double value) {
    return value == Math.rint(value) ? NODES.numberNode((long) value) : NODES.numberNode(value);
  }

  private void put(String name, JsonNode value) {
    fields.put(name, value);
  }
}
