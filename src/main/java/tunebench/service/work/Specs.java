package tunebench.service.work;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tunebench.BadInputException;
import tunebench.lora.LoraSettings;
import tunebench.run.AdapterChoice;
import tunebench.run.Hyperparameters;
import tunebench.run.TrainSpec;
import tunebench.train.TrainSettings;

/** The protocol's settings as the engine's, and as a flat list of dotted names. */
final class Specs {
  private static final JsonMapper JSON = JsonMapper.shared();

  private Specs() {}

  static TrainSettings training(Hyperparameters h) {
    return new TrainSettings(
        h.epochs(),
        h.batch(),
        h.accumulation(),
        h.learningRate(),
        h.warmupRatio(),
        h.weightDecay(),
        h.maxGradientNorm(),
        h.maxTokens(),
        h.trainOnEnd(),
        h.groupByLength(),
        h.checkpointing(),
        h.maxSteps(),
        h.seed());
  }

  static LoraSettings lora(AdapterChoice a) {
    return new LoraSettings(a.rank(), a.alpha(), a.dropout(), a.targets(), a.rankStabilised());
  }

  /** Every setting by its dotted name; lists joined by commas. */
  static Map<String, String> flat(Object spec) {
    Map<String, String> flat = new TreeMap<>();
    flatten("", JSON.valueToTree(spec), flat);
    return flat;
  }

  private static void flatten(String name, JsonNode node, Map<String, String> flat) {
    if (node.isObject()) {
      String prefix = name.isEmpty() ? "" : name + ".";
      node.properties().forEach(e -> flatten(prefix + e.getKey(), e.getValue(), flat));
    } else if (node.isArray()) {
      List<String> parts = new ArrayList<>();
      node.forEach(part -> parts.add(part.asString()));
      flat.put(name, String.join(",", parts));
    } else {
      flat.put(name, node.asString());
    }
  }

  /** The spec with one setting changed; the value is spelled as {@link #flat} spells it. */
  static TrainSpec with(TrainSpec spec, String name, String value) {
    ObjectNode root = (ObjectNode) JSON.valueToTree(spec);
    String pointer = "/" + name.replace('.', '/');
    JsonNode old = root.at(pointer);
    if (old.isMissingNode() || old.isObject()) {
      throw new BadInputException(
          "There is no setting \"%s\"; choose one of %s."
              .formatted(name, String.join(", ", flat(spec).keySet())));
    }
    ObjectNode owner = (ObjectNode) root.at(pointer.substring(0, pointer.lastIndexOf('/')));
    String last = name.substring(name.lastIndexOf('.') + 1);
    if (old.isArray()) {
      var list = owner.putArray(last);
      List.of(value.split(",", -1)).forEach(list::add);
    } else {
      owner.put(last, value);
    }
    try {
      return JSON.treeToValue(root, TrainSpec.class);
    } catch (JacksonException e) {
      throw new BadInputException(
          "\"%s\" is no value for the setting %s.".formatted(value, name), e);
    }
  }

  /** One spec for each combination of values. */
  static List<TrainSpec> grid(TrainSpec base, Map<String, List<String>> values) {
    List<TrainSpec> specs = List.of(base);
    for (Map.Entry<String, List<String>> setting : new TreeMap<>(values).entrySet()) {
      specs =
          specs.stream()
              .flatMap(
                  spec -> setting.getValue().stream().map(v -> named(spec, setting.getKey(), v)))
              .toList();
    }
    return specs;
  }

  private static TrainSpec named(TrainSpec spec, String setting, String value) {
    TrainSpec changed = with(spec, setting, value);
    String part = setting.substring(setting.lastIndexOf('.') + 1) + " " + value;
    return new TrainSpec(
        changed.name().isEmpty() ? part : changed.name() + ", " + part,
        changed.model(),
        changed.data(),
        changed.adapter(),
        changed.training(),
        changed.saving(),
        changed.tracking());
  }
}
