package tunebench.hub;

import com.github.javakeyring.BackendNotSupportedException;
import com.github.javakeyring.Keyring;
import com.github.javakeyring.PasswordAccessException;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Secrets in the system's key store: Secret Service on Linux, the keychain on macOS, credentials on
 * Windows.
 */
public final class KeyStoreSecrets implements Secrets {
  private static final String SERVICE = "tunebench";

  /** The libraries below tell of connections and signals, which no person asked for. */
  private static final Logger CHATTER = Logger.getLogger("org.freedesktop");

  static {
    CHATTER.setLevel(Level.WARNING);
  }

  /** Looked for once: opening it takes a second or two, and a connection each time. */
  private static final class Found {
    private static final Optional<Secrets> STORE = look();
  }

  private final Keyring keyring;

  private KeyStoreSecrets(Keyring keyring) {
    this.keyring = keyring;
  }

  /** The system's key store, where one is open to us. */
  public static Optional<Secrets> find() {
    return Found.STORE;
  }

  private static Optional<Secrets> look() {
    boolean linux = System.getProperty("os.name").startsWith("Linux");
    if (linux && System.getenv("DBUS_SESSION_BUS_ADDRESS") == null) {
      // Without a session there is no store, and looking for one would log an exception.
      return Optional.empty();
    }
    try {
      return Optional.of(new KeyStoreSecrets(Keyring.create()));
    } catch (BackendNotSupportedException | RuntimeException | LinkageError e) {
      // A machine without a key store is usual: a file does instead.
      return Optional.empty();
    }
  }

  @Override
  public String place() {
    return "the system's key store";
  }

  @Override
  public Optional<String> get(String name) {
    try {
      return Optional.ofNullable(keyring.getPassword(SERVICE, name)).filter(s -> !s.isBlank());
    } catch (PasswordAccessException e) {
      // It says so for what is not there, too.
      return Optional.empty();
    }
  }

  @Override
  public void put(String name, String secret) {
    try {
      keyring.setPassword(SERVICE, name, secret);
    } catch (PasswordAccessException e) {
      throw new IllegalStateException("the key store refused to keep " + name, e);
    }
  }

  @Override
  public void remove(String name) {
    try {
      keyring.deletePassword(SERVICE, name);
    } catch (PasswordAccessException e) {
      throw new IllegalStateException("the key store refused to forget " + name, e);
    }
  }
}
