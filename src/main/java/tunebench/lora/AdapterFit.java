package tunebench.lora;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tunebench.BadInputException;

/** Holds an adapter against the model that it shall go onto. */
public final class AdapterFit {
  private AdapterFit() {}

  /**
   * A module's weight.
   *
   * @param out rows
   * @param in columns
   */
  public record Size(int out, int in) {}

  /**
   * Checks that every update has its module, that shapes agree, and that no update is missing.
   *
   * @param modules the model's projections by path
   * @throws BadInputException naming the tensor, its shape and the model's, if the adapter belongs
   *     to another model
   */
  public static void check(Adapter adapter, Map<String, Size> modules) {
    adapter
        .modules()
        .forEach(
            (path, update) -> {
              Size size = modules.get(path);
              if (size == null) {
                throw new BadInputException(
                    "The adapter has the tensor %s, but the model has no module %s; it belongs to another base model."
                        .formatted(AdapterNames.a(path), path));
              }
              check(path, update, size.out, size.in);
            });
    adapter
        .whole()
        .forEach(
            (path, weight) -> {
              Size size = modules.get(path);
              long[] dims = weight.getShape().getShape();
              if (size == null || dims[0] != size.out || dims[1] != size.in) {
                throw new BadInputException(
                    "The adapter's tensor %s has shape %s, which does not fit the model's; the adapter belongs to another base model, or to one with more tokens."
                        .formatted(
                            AdapterNames.whole(path, adapter.modules().containsKey(path)),
                            Arrays.toString(dims)));
              }
            });
    Set<String> missing = new TreeSet<>(modules.keySet());
    missing.removeAll(adapter.modules().keySet());
    missing.removeIf(path -> !adapter.settings().targets(path));
    if (!missing.isEmpty()) {
      throw new BadInputException(
          "The adapter's target_modules (%s) ask for %s, but it has no tensor %s; %d of the model's modules miss theirs, so it belongs to another base model or is incomplete."
              .formatted(
                  Quoted.plain(adapter.settings().targets().toString()),
                  missing.iterator().next(),
                  AdapterNames.a(missing.iterator().next()),
                  missing.size()));
    }
  }

  static void check(String path, Adapter.Update update, int out, int in) {
    if (update.inFeatures() != in) {
      throw shape(AdapterNames.a(path), update.rank(), update.inFeatures(), path, out, in);
    }
    if (update.outFeatures() != out) {
      throw shape(AdapterNames.b(path), update.outFeatures(), update.rank(), path, out, in);
    }
  }

  private static BadInputException shape(
      String tensor, int rows, int columns, String path, int out, int in) {
    return new BadInputException(
        "The adapter's tensor %s has shape [%d, %d], which does not fit the model's %s of shape [%d, %d]; the adapter belongs to another base model."
            .formatted(tensor, rows, columns, path, out, in));
  }
}
