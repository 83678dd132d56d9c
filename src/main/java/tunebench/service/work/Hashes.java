package tunebench.service.work;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;

/** SHA-256 of files and folders. A file's hash is remembered while its size and time stay. */
final class Hashes {
  private static final ConcurrentMap<String, String> KNOWN = new ConcurrentHashMap<>();

  private Hashes() {}

  static String of(byte[] content) {
    return HexFormat.of().formatHex(digest().digest(content));
  }

  static String of(Path file) throws IOException {
    String key =
        file.toAbsolutePath() + "|" + Files.size(file) + "|" + Files.getLastModifiedTime(file);
    String known = KNOWN.get(key);
    if (known == null) {
      MessageDigest digest = digest();
      byte[] buffer = new byte[1 << 20];
      try (InputStream in = Files.newInputStream(file)) {
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          digest.update(buffer, 0, n);
        }
      }
      known = HexFormat.of().formatHex(digest.digest());
      KNOWN.put(key, known);
    }
    return known;
  }

  /** One hash over the names and hashes of a model's weights, config and tokenizer files. */
  static String ofModel(Path folder) throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files =
        Files.isRegularFile(folder) ? Stream.of(folder) : Files.list(folder)) {
      List<Path> parts =
          files
              .filter(Files::isRegularFile)
              .filter(file -> file.toString().matches(".*\\.(json|safetensors|gguf)"))
              .sorted()
              .toList();
      for (Path part : parts) {
        all.append(part.getFileName()).append(' ').append(of(part)).append('\n');
      }
    }
    return of(all.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
