package tunebench.run;

import java.util.List;

/**
 * One reason why two runs may differ.
 *
 * @param area {@code data}, {@code model}, {@code adapter}, {@code settings} or {@code environment}
 * @param sentence begins with the area
 * @param rows those that differ; empty unless the area is {@code data}
 */
public record PassportDifference(String area, String sentence, List<PassportRowChange> rows) {

  public PassportDifference {
    rows = List.copyOf(rows);
  }

  static PassportDifference of(String area, String what) {
    return new PassportDifference(area, area + ": " + what, List.of());
  }
}
