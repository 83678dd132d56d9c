package tunebench.lora;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Numbers that some modules have for themselves: PEFT's {@code rank_pattern} and {@code
 * alpha_pattern}. A key is a regular expression for the end of a module's path, and the first that
 * matches counts ({@code get_pattern_key} in PEFT 0.21).
 */
public final class ModuleNumbers {
  private static final ModuleNumbers NONE = new ModuleNumbers(Map.of());

  private final Map<PythonPattern, Double> values;

  private ModuleNumbers(Map<PythonPattern, Double> values) {
    this.values = values;
  }

  /** No module is special. */
  public static ModuleNumbers none() {
    return NONE;
  }

  /**
   * Compiles the keys.
   *
   * @param where the file and field that they come from, for complaints
   * @throws tunebench.BadInputException if a key is no regular expression
   */
  public static ModuleNumbers of(Map<String, Double> values, String where) {
    Map<PythonPattern, Double> compiled = new LinkedHashMap<>();
    values.forEach(
        (key, value) -> compiled.put(PythonPattern.of("(.*\\.)?(", key, ")$", where), value));
    return new ModuleNumbers(compiled);
  }

  /** The number of the module at {@code path}; {@code usual} where it has none for itself. */
  double of(String path, double usual) {
    for (Map.Entry<PythonPattern, Double> entry : values.entrySet()) {
      if (entry.getKey().matchesStart(path)) {
        return entry.getValue();
      }
    }
    return usual;
  }

  /** By key, as they were given. */
  public Map<String, Double> values() {
    Map<String, Double> texts = new LinkedHashMap<>();
    values.forEach((key, value) -> texts.put(key.text(), value));
    return texts;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ModuleNumbers same && same.values().equals(values());
  }

  @Override
  public int hashCode() {
    return values().hashCode();
  }

  @Override
  public String toString() {
    return values().toString();
  }
}
