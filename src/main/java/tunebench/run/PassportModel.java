package tunebench.run;

import java.util.List;

/**
 * A model or an adapter that a run started from.
 *
 * @param name last part of its folder
 * @param files by name
 */
public record PassportModel(String name, List<PassportFile> files) {

  public PassportModel {
    files = List.copyOf(files);
  }

  /** A run without one. */
  public static PassportModel none() {
    return new PassportModel("", List.of());
  }
}
