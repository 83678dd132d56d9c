package tunebench.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import tunebench.BadInputException;

/**
 * What a file holds, as a fingerprint.
 *
 * @param name within its folder
 * @param bytes its size
 * @param sha256 in hexadecimal
 */
public record FileHash(String name, long bytes, String sha256) {
  private static final int CHUNK = 1 << 20;

  /** What a model is made of; notes and licences change nothing that it says. */
  private static final List<String> MODEL_FILES =
      List.of(".json", ".safetensors", ".gguf", ".model", ".txt", ".jinja");

  /** What tells how an adapter came about; two that are the same may have taken different times. */
  private static final Set<String> RECORDS =
      Set.of(
          "training.json",
          "run.json",
          "passport.json",
          "state.json",
          "optimizer.safetensors",
          "trainer_state.json");

  /**
   * The files of a model or adapter (a folder, or one file) that decide what it says, by name.
   * Reads all of them: about a second per gigabyte.
   *
   * @throws BadInputException if the folder cannot be read
   */
  public static List<FileHash> ofModel(Path folder) {
    List<FileHash> hashes = new ArrayList<>();
    try (Stream<Path> files =
        Files.isRegularFile(folder) ? Stream.of(folder) : Files.list(folder)) {
      for (Path file : files.filter(FileHash::decides).sorted().toList()) {
        hashes.add(of(file));
      }
    } catch (IOException e) {
      throw new BadInputException(
          "%s cannot be read as a model's folder: %s; check the path."
              .formatted(folder, e.getMessage()),
          e);
    }
    return hashes;
  }

  /** One file. */
  public static FileHash of(Path file) {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
    byte[] chunk = new byte[CHUNK];
    long bytes = 0;
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        digest.update(chunk, 0, read);
        bytes += read;
      }
    } catch (IOException e) {
      throw new BadInputException(
          "%s cannot be read: %s; check the path.".formatted(file, e.getMessage()), e);
    }
    return new FileHash(
        String.valueOf(file.getFileName()), bytes, HexFormat.of().formatHex(digest.digest()));
  }

  /** Whether a file of a model or adapter folder has a say in what the model says. */
  public static boolean decides(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return Files.isRegularFile(file)
        && !name.startsWith(".")
        && !RECORDS.contains(name)
        && MODEL_FILES.stream().anyMatch(name::endsWith);
  }
}
