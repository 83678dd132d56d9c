package tunebench.tensor.cuda;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Machine code of the kernels, compiled on first use for one architecture and kept in files that
 * are named by the hash of all that went into them.
 */
final class CubinStore {
  private static final Logger LOG = Logger.getLogger(CubinStore.class.getName());
  private final Path folder;
  private final Nvrtc compiler;
  private final String architecture;

  CubinStore(Path folder, Nvrtc compiler, String architecture) {
    this.folder = folder;
    this.compiler = compiler;
    this.architecture = architecture;
  }

  /** Where compiled kernels are kept: {@code tunebench.kernels}, else the user's own folder. */
  static Path folder() {
    @Nullable String given = System.getProperty("tunebench.kernels");
    return given != null
        ? Path.of(given)
        : Path.of(System.getProperty("user.home"), ".tunebench", "kernels");
  }

  /**
   * The machine code of a resource.
   *
   * @param more further options
   */
  byte[] cubin(String name, String... more) {
    String text = resource("common.cu") + resource(name + ".cu");
    List<String> options = new ArrayList<>(List.of(more));
    options.addAll(List.of("--gpu-architecture=" + architecture, "--std=c++17"));
    Path file = folder.resolve(name + "-" + hash(text + options + compiler.version()) + ".cubin");
    try {
      if (Files.isRegularFile(file)) {
        return Files.readAllBytes(file);
      }
      byte[] made = compiler.compile(name + ".cu", text, options);
      keep(file, made);
      return made;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void keep(Path file, byte[] made) {
    try {
      Files.createDirectories(folder);
      Path aside = Files.createTempFile(folder, "kernel", ".part");
      Files.write(aside, made);
      Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      // Only the next start is slower for it.
      LOG.log(Level.WARNING, "The compiled kernel could not be kept as " + file, e);
    }
  }

  private static String resource(String name) {
    try (InputStream in = CubinStore.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("The program lacks its resource " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 10);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
