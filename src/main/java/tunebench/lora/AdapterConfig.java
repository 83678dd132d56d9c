package tunebench.lora;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tunebench.BadInputException;

/** Reads {@code adapter_config.json} as PEFT writes it, and refuses what Tunebench cannot do. */
final class AdapterConfig {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final long MAX_LENGTH = 4_000_000;

  private final Path file;
  private final JsonNode json;

  private AdapterConfig(Path file, JsonNode json) {
    this.file = file;
    this.json = json;
  }

  /**
   * What a file says.
   *
   * @param saved {@code modules_to_save}: modules whose whole weights lie beside the updates
   */
  record Content(LoraSettings settings, List<String> saved) {
    Content {
      saved = List.copyOf(saved);
    }
  }

  /**
   * Reads the settings of an adapter.
   *
   * @throws BadInputException if the file is missing or damaged, or asks for more than a LoRA or
   *     DoRA adapter on a decoder's projections
   */
  static Content read(Path file) {
    try {
      if (Files.size(file) > MAX_LENGTH) {
        throw new BadInputException(
            "%s has more than %d bytes; no adapter's settings are that long."
                .formatted(file, MAX_LENGTH));
      }
      AdapterConfig config = new AdapterConfig(file, JSON.readTree(Files.readAllBytes(file)));
      return new Content(config.settings(), config.strings("modules_to_save"));
    } catch (JacksonException | IOException e) {
      throw new BadInputException(
          file + " is missing or no valid JSON; take the whole adapter folder.", e);
    }
  }

  private LoraSettings settings() {
    if (!json.path("peft_type").asString("").equals("LORA")) {
      throw bad("peft_type is not LORA, the only kind of adapter that Tunebench opens.");
    }
    new AdapterRefusals(file, json).check();
    double alpha = number("lora_alpha", 8);
    double dropout = number("lora_dropout", 0);
    if (!(alpha > 0) || !(dropout >= 0 && dropout < 1)) {
      throw bad("lora_alpha must be above 0, and lora_dropout from 0 up to 1.");
    }
    Map<String, Double> ranks = numbers("rank_pattern");
    ranks.values().forEach(rank -> whole("rank_pattern", rank));
    return new LoraSettings(
        whole("r", number("r", 8)),
        alpha,
        dropout,
        targets(),
        flag("use_rslora"),
        flag("use_dora"),
        ModuleNumbers.of(ranks, field("rank_pattern")),
        ModuleNumbers.of(numbers("alpha_pattern"), field("alpha_pattern")));
  }

  private Targets targets() {
    Targets.@Nullable Rule chosen = rule("target_modules", true);
    if (chosen == null) {
      throw bad("it has no target_modules; take a file as PEFT saves it.");
    }
    List<Integer> indexes = new ArrayList<>();
    JsonNode layers = json.path("layers_to_transform");
    for (JsonNode layer : layers.isNumber() ? List.of(layers) : layers) {
      indexes.add(whole("layers_to_transform", layer.asDouble(-1) + 1) - 1);
    }
    List<PythonPattern> lists = new ArrayList<>();
    for (String list : strings("layers_pattern")) {
      lists.add(
          PythonPattern.of("(?:^|.*?\\.)", list, Targets.Layers.AFTER, field("layers_pattern")));
    }
    return new Targets(chosen, rule("exclude_modules", false), new Targets.Layers(indexes, lists));
  }

  private Targets.@Nullable Rule rule(String name, boolean shorthand) {
    JsonNode node = json.path(name);
    if (node.isMissingNode() || node.isNull()) {
      return null;
    }
    if (!node.isString()) {
      return new Targets.Names(strings(name));
    }
    return shorthand && node.asString().equalsIgnoreCase("all-linear")
        ? new Targets.AllLinear()
        : new Targets.Expression(PythonPattern.of("", node.asString(), "", field(name)));
  }

  /** A list of strings, or one alone; nothing where the field is absent or null. */
  private List<String> strings(String name) {
    JsonNode node = json.path(name);
    List<String> all = new ArrayList<>();
    for (JsonNode item : node.isString() ? List.of(node) : node) {
      if (!item.isString()) {
        throw bad(name + " must be text or a list of texts.");
      }
      all.add(item.asString());
    }
    return all;
  }

  private Map<String, Double> numbers(String name) {
    Map<String, Double> all = new LinkedHashMap<>();
    json.path(name)
        .properties()
        .forEach(
            entry -> {
              double value = entry.getValue().asDouble(-1);
              if (!(value > 0)) {
                throw bad(name + " must give every pattern a number above 0.");
              }
              all.put(entry.getKey(), value);
            });
    return all;
  }

  private double number(String name, double absent) {
    JsonNode node = json.path(name);
    return node.isMissingNode() || node.isNull() ? absent : node.asDouble(Double.NaN);
  }

  private int whole(String name, double value) {
    if (value != Math.rint(value) || value < 1 || value > Integer.MAX_VALUE) {
      throw bad(name + " must hold whole numbers, and no negative ones.");
    }
    return (int) value;
  }

  private boolean flag(String name) {
    return json.path(name).asBoolean(false);
  }

  private String field(String name) {
    return file + ": " + name;
  }

  private BadInputException bad(String problem) {
    return new BadInputException(file + ": " + problem);
  }
}
