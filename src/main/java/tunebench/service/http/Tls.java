package tunebench.service.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import tunebench.BadInputException;

/** A certificate and its key, from a PKCS #12 file. */
public final class Tls {
  private Tls() {}

  /**
   * Reads the file.
   *
   * @throws BadInputException if it cannot be opened with this password
   */
  public static SSLContext open(Path file, String password) {
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(in, password.toCharArray());
      KeyManagerFactory managers =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(keys, password.toCharArray());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(managers.getKeyManagers(), null, null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new BadInputException(
          "%s cannot be opened as a PKCS #12 file with this password (%s)."
              .formatted(file, e.getMessage()),
          e);
    }
  }
}
