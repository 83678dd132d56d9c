package tunebench.eval;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tunebench.data.Product;
import tunebench.data.RowHash;
import tunebench.data.Split;
import tunebench.format.FileHash;
import tunebench.run.Passport;
import tunebench.run.PassportData;
import tunebench.run.PassportFile;
import tunebench.run.PassportModel;
import tunebench.run.PassportRow;

/** Writes passports: takes the fingerprints of all that a run is made from. */
public final class PassportMaker {
  private PassportMaker() {}

  /**
   * A passport.
   *
   * @param run its name or id
   * @param file name of the data's file
   * @param split the rows, in the order in which the run uses them
   * @param model folder of the base, null for none; every file of it is read
   * @param adapter folder of the adapter that the run starts from, null for none
   * @param settings by dotted name
   * @param environment by name; see {@link #environment()}
   * @throws tunebench.BadInputException if a folder cannot be read
   */
  public static Passport of(
      String run,
      String file,
      Split split,
      @Nullable Path model,
      @Nullable Path adapter,
      Map<String, String> settings,
      long seed,
      Map<String, String> environment) {
    return new Passport(
        run, data(file, split), model(model), model(adapter), settings, seed, environment);
  }

  /** The Java, the system and the processors; versions and device of the engine are to be added. */
  public static Map<String, String> environment() {
    Map<String, String> environment = new TreeMap<>();
    environment.put("java", Runtime.version().toString());
    environment.put(
        "system",
        String.join(
            " ",
            System.getProperty("os.name"),
            System.getProperty("os.version"),
            System.getProperty("os.arch")));
    environment.put("processors", String.valueOf(Runtime.getRuntime().availableProcessors()));
    return environment;
  }

  /** The rows of a split. */
  public static PassportData data(String file, Split split) {
    List<Product> all = new ArrayList<>(split.train());
    all.addAll(split.validation());
    all.addAll(split.test());
    return new PassportData(
        file, RowHash.of(all), rows(split.train()), rows(split.validation()), rows(split.test()));
  }

  /** The files of a folder. */
  public static PassportModel model(@Nullable Path folder) {
    if (folder == null) {
      return PassportModel.none();
    }
    List<PassportFile> files =
        FileHash.ofModel(folder).stream()
            .map(hash -> new PassportFile(hash.name(), hash.bytes(), hash.sha256()))
            .toList();
    return new PassportModel(
        String.valueOf(folder.toAbsolutePath().normalize().getFileName()), files);
  }

  private static List<PassportRow> rows(List<Product> products) {
    return products.stream()
        .map(product -> new PassportRow(product.line(), product.title(), RowHash.of(product)))
        .toList();
  }
}
