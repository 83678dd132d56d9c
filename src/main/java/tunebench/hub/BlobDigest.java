package tunebench.hub;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The hash by which the Hub names a file: SHA-256 of a large one; of a small one SHA-1 as git makes
 * it, over {@code blob SIZE NUL} and the content.
 */
final class BlobDigest {
  private static final int CHUNK = 1 << 20;
  private static final int SHA256_DIGITS = 64;

  private final MessageDigest digest;

  private BlobDigest(MessageDigest digest) {
    this.digest = digest;
  }

  /** For a file whose etag has the length of this kind's. */
  static BlobDigest of(HubFile file) {
    if (file.etag().length() == SHA256_DIGITS) {
      return new BlobDigest(algorithm("SHA-256"));
    }
    MessageDigest sha1 = algorithm("SHA-1");
    sha1.update(("blob " + file.size() + "\0").getBytes(StandardCharsets.UTF_8));
    return new BlobDigest(sha1);
  }

  static MessageDigest algorithm(String name) {
    try {
      return MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has " + name, e);
    }
  }

  void add(byte[] bytes, int count) {
    digest.update(bytes, 0, count);
  }

  /** Takes in what a file holds. */
  void add(Path file) throws IOException {
    byte[] chunk = new byte[CHUNK];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        add(chunk, n);
      }
    }
  }

  String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
