package tunebench.hub;

import java.nio.file.Path;
import tunebench.format.FileHash;

/**
 * A large file.
 *
 * @param oid SHA-256 of its content
 */
record LfsObject(Path file, String oid, long size) {
  static LfsObject of(Path file) {
    FileHash hash = FileHash.of(file);
    return new LfsObject(file, hash.sha256(), hash.bytes());
  }
}
