package tunebench.launch;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import tunebench.BadInputException;
import tunebench.client.ServiceClient;
import tunebench.protocol.ModelRequest;

/**
 * What a file manager hands to the program: a model, or an adapter that goes into the store.
 *
 * @param path a folder, or the file of it that was double-clicked
 * @param adapter whether it is an adapter, not a model
 */
record OpenedFile(Path path, boolean adapter) {
  private static final String WEIGHTS = "adapter_model.safetensors";
  private static final String CONFIG = "adapter_config.json";

  /**
   * Looks at a path.
   *
   * @throws BadInputException if nothing is there, or nothing that could be opened
   */
  static OpenedFile of(Path given) {
    Path path = given.toAbsolutePath().normalize();
    String name = String.valueOf(path.getFileName());
    if (Files.isRegularFile(path) && !name.endsWith(".gguf")) {
      path = path.getParent();
    }
    if (path == null || !Files.exists(path)) {
      throw new BadInputException(given + " is not there; give a model or an adapter folder.");
    }
    boolean adapter =
        Files.isRegularFile(path.resolve(CONFIG)) || Files.isRegularFile(path.resolve(WEIGHTS));
    if (!adapter && Files.isDirectory(path) && !Files.isRegularFile(path.resolve("config.json"))) {
      throw new BadInputException(
          "%s holds neither %s nor config.json; give an adapter folder, a model folder or a .gguf file."
              .formatted(given, CONFIG));
    }
    return new OpenedFile(path, adapter);
  }

  /** Whether a command line's only word is a path that is there, and no command's name. */
  static Optional<String> named(String... words) {
    try {
      return words.length == 1 && Files.exists(Path.of(words[0]))
          ? Optional.of(words[0])
          : Optional.empty();
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** Tells the service: an adapter goes into its store, once; a model is looked over. */
  void tell(ServiceClient service) {
    if (adapter) {
      String name = String.valueOf(path.getFileName());
      boolean known =
          service.send(new ModelRequest.Adapters()).adapters().stream()
              .anyMatch(each -> each.imported() && each.name().equals(name));
      if (!known) {
        service.send(new ModelRequest.ImportAdapter(path.toString(), name));
      }
    } else {
      service.send(new ModelRequest.Describe(path.toString()));
    }
  }
}
