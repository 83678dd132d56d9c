package tunebench.run;

import java.util.List;

/**
 * A row in which two runs' data differs.
 *
 * @param kind {@code changed}, {@code only in first}, {@code only in second} or {@code moved}
 * @param firstLine its line in the first run's file, 0 if it is not there
 * @param secondLine its line in the second run's, 0 if it is not there
 * @param title for people
 * @param fields what changed, or the two parts between which it moved
 */
public record PassportRowChange(
    String kind, int firstLine, int secondLine, String title, List<String> fields) {

  public PassportRowChange {
    fields = List.copyOf(fields);
  }
}
