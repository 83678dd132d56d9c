package tunebench.hub;

import java.nio.file.Path;
import java.util.Optional;
import tunebench.BadInputException;

/**
 * Keys of other services by name: in the system's key store, or in files that their owner alone may
 * read.
 */
public final class KeptKeys {
  private final Optional<Secrets> store;
  private final Path folder;

  /**
   * Sets up.
   *
   * @param folder of the files, used where there is no key store
   */
  public KeptKeys(Optional<Secrets> store, Path folder) {
    this.store = store;
    this.folder = folder;
  }

  /** In this person's key store, or below Tunebench's home folder. */
  public static KeptKeys in(Path home) {
    return new KeptKeys(KeyStoreSecrets.find(), home.resolve("keys"));
  }

  /** A key, "" if none is kept. */
  public String get(String name) {
    return store
        .flatMap(s -> s.get(name))
        .or(() -> SecretFile.read(folder.resolve(name)))
        .orElse("");
  }

  /**
   * Keeps a key, or forgets it if it is "".
   *
   * @return where it is kept, for people
   */
  public String keep(String name, String key) {
    if (!name.matches("[a-z]+") || !key.matches("[\\x21-\\x7E]*")) {
      throw new BadInputException("A key is one word without spaces.");
    }
    SecretFile.remove(folder.resolve(name));
    if (key.isEmpty()) {
      store.ifPresent(s -> s.get(name).ifPresent(old -> s.remove(name)));
      return "";
    }
    if (store.isPresent()) {
      store.get().put(name, key);
      return store.get().place();
    }
    SecretFile.write(folder.resolve(name), key);
    return folder.resolve(name).toString();
  }
}
