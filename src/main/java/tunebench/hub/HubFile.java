package tunebench.hub;

import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tunebench.RemoteException;

/**
 * A file of a repository at a commit.
 *
 * @param path with slashes
 * @param etag the SHA-256 of a large file, the git hash of a small one; names its blob in the cache
 * @param large whether it is kept by LFS or Xet
 */
public record HubFile(String path, long size, String etag, boolean large) {

  /**
   * One entry of a listing.
   *
   * @throws RemoteException if its name would lead out of the cache
   */
  static HubFile of(JsonNode json) throws RemoteException {
    JsonNode lfs = json.path("lfs");
    boolean large = lfs.isObject();
    String etag = large ? lfs.path("oid").asString("") : json.path("oid").asString("");
    return new HubFile(
        safe(json.path("path").asString("")),
        large ? lfs.path("size").asLong(0) : json.path("size").asLong(0),
        hash(etag.replace("sha256:", "")),
        large);
  }

  private static String safe(String path) throws RemoteException {
    Path whole = Path.of(path);
    boolean inside =
        !path.isEmpty()
            && !path.contains("\\")
            && !path.contains("\0")
            && !whole.isAbsolute()
            && whole.normalize().equals(whole)
            && !path.startsWith("..");
    if (!inside) {
      throw new RemoteException(
          "The Hub names a file \"%s\", which would be written outside of its folder; nothing was downloaded."
              .formatted(path));
    }
    return path;
  }

  private static String hash(String text) throws RemoteException {
    if (!text.matches("[0-9a-f]{40}|[0-9a-f]{64}")) {
      throw new RemoteException(
          "The Hub names a file's hash \"%s\", which is none.".formatted(text));
    }
    return text;
  }

  /** The last part of its path. */
  public String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
