package tunebench.launch;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tunebench.BadInputException;

/** The model and the data that come with the program. */
final class Shipped {
  private static final Path MODEL = Path.of("assets", "models", "tunebench-base");
  private static final Path PRODUCTS = Path.of("sample-data", "products.csv");

  private Shipped() {}

  static Path model() {
    return find(MODEL, "--model");
  }

  static Path products() {
    return find(PRODUCTS, "--csv");
  }

  /** The folder that holds both; the working directory where neither is found. */
  static Path root() {
    try {
      Path found = model().toAbsolutePath().normalize();
      return found.getRoot().resolve(found.subpath(0, found.getNameCount() - MODEL.getNameCount()));
    } catch (BadInputException e) {
      // A service can do without what ships.
      return Path.of("").toAbsolutePath();
    }
  }

  /** From the working directory, or from where the program is installed, upwards. */
  private static Path find(Path wanted, String option) {
    if (Files.exists(wanted)) {
      return wanted;
    }
    for (Path base : bases()) {
      for (Path at = base; at != null; at = at.getParent()) {
        if (Files.exists(at.resolve(wanted))) {
          return at.resolve(wanted);
        }
      }
    }
    throw new BadInputException(
        "%s is not where the program is; start it from its folder or give %s."
            .formatted(wanted, option));
  }

  private static List<Path> bases() {
    List<Path> bases = new ArrayList<>();
    try {
      bases.add(Path.of(Shipped.class.getProtectionDomain().getCodeSource().getLocation().toURI()));
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
    return bases;
  }
}
