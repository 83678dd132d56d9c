package tunebench.run;

import java.util.List;

/**
 * A setting or an origin in which runs differ.
 *
 * @param name dotted
 * @param values one per run, "" where a run has none
 */
public record SettingDifference(String name, List<String> values) {
  public SettingDifference {
    values = List.copyOf(values);
  }
}
