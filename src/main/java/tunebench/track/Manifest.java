package tunebench.track;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The files of an artifact by name, with the hashes by which W&B knows them.
 *
 * @param entries in the order of their names
 */
record Manifest(List<Entry> entries) {
  /**
   * A file.
   *
   * @param digest MD5 of the content, in base 64
   */
  record Entry(String name, Path file, String digest, long size) {}

  Manifest {
    entries = List.copyOf(entries);
  }

  static Manifest of(List<String> files) throws IOException {
    TreeMap<String, Entry> entries = new TreeMap<>();
    for (String path : files) {
      Path file = Path.of(path);
      byte[] content = Files.readAllBytes(file);
      String name = String.valueOf(file.getFileName());
      entries.put(
          name,
          new Entry(name, file, Base64.getEncoder().encodeToString(md5(content)), content.length));
    }
    return new Manifest(List.copyOf(entries.values()));
  }

  static byte[] md5(byte[] content) {
    try {
      return MessageDigest.getInstance("MD5").digest(content);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has MD5", e);
    }
  }

  /** The artifact's own hash: MD5 over a heading and a line per file. */
  String digest() {
    StringBuilder lines = new StringBuilder("wandb-artifact-manifest-v1\n");
    entries.forEach(e -> lines.append(e.name()).append(':').append(e.digest()).append('\n'));
    return HexFormat.of().formatHex(md5(lines.toString().getBytes(StandardCharsets.UTF_8)));
  }

  /** The manifest as the file that W&B keeps. */
  Map<String, Object> json() {
    Map<String, Object> contents = new TreeMap<>();
    entries.forEach(e -> contents.put(e.name(), Map.of("digest", e.digest(), "size", e.size())));
    return Map.of(
        "version",
        1,
        "storagePolicy",
        "wandb-storage-policy-v1",
        "storagePolicyConfig",
        Map.of("storageLayout", "V2"),
        "contents",
        contents);
  }
}
