package tunebench.service.libtorch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/** One file of a server, fetched so that it can be broken off anywhere and gone on with. */
final class RemoteFile {
  private static final int PIECE = 1 << 16;
  private static final int CONNECT_MILLIS = 10_000;

  /** A server that is silent for this long is asked anew. */
  private static final int SILENCE_MILLIS = 10_000;

  private final URI uri;

  RemoteFile(URI uri) {
    this.uri = uri;
  }

  /** Its length in bytes, without fetching it. */
  long length() throws IOException {
    HttpURLConnection connection = open("HEAD");
    try {
      expect(connection, HttpURLConnection.HTTP_OK);
      long length = connection.getContentLengthLong();
      if (length < 0) {
        throw new IOException("%s does not say how long it is".formatted(uri));
      }
      return length;
    } finally {
      connection.disconnect();
    }
  }

  /** All of it, which is small, as text. */
  String text() throws IOException {
    HttpURLConnection connection = open("GET");
    try {
      expect(connection, HttpURLConnection.HTTP_OK);
      try (InputStream in = connection.getInputStream()) {
        return new String(in.readAllBytes(), UTF_8);
      }
    } finally {
      connection.disconnect();
    }
  }

  /**
   * Fetches what is missing behind the bytes that a file holds already. Where the server's file has
   * changed since, it begins anew.
   *
   * @param part grows; its tag is kept beside it
   * @param goOn told the length so far; false breaks off
   */
  void append(Path part, LongPredicate goOn) throws IOException {
    Path tag = part.resolveSibling(part.getFileName() + ".tag");
    long have = Files.exists(part) ? Files.size(part) : 0;
    HttpURLConnection connection = open("GET");
    try {
      if (have > 0 && Files.exists(tag)) {
        connection.setRequestProperty("Range", "bytes=" + have + "-");
        connection.setRequestProperty("If-Range", Files.readString(tag));
      }
      boolean rest = connection.getResponseCode() == HttpURLConnection.HTTP_PARTIAL;
      if (!rest) {
        expect(connection, HttpURLConnection.HTTP_OK);
        have = 0;
        keep(connection.getHeaderField("ETag"), tag);
      }
      try (InputStream in = connection.getInputStream();
          OutputStream out =
              Files.newOutputStream(
                  part,
                  StandardOpenOption.CREATE,
                  rest ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING,
                  StandardOpenOption.WRITE)) {
        byte[] piece = new byte[PIECE];
        for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
          out.write(piece, 0, n);
          have += n;
          if (!goOn.test(have)) {
            return;
          }
        }
      }
    } finally {
      connection.disconnect();
    }
  }

  /** Without a tag nobody knows whether the rest belongs to what is here. */
  private static void keep(@Nullable String value, Path tag) throws IOException {
    if (value == null || value.startsWith("W/")) {
      Files.deleteIfExists(tag);
    } else {
      Files.writeString(tag, value);
    }
  }

  private HttpURLConnection open(String method) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
    connection.setRequestMethod(method);
    connection.setConnectTimeout(CONNECT_MILLIS);
    connection.setReadTimeout(SILENCE_MILLIS);
    connection.setRequestProperty("Accept-Encoding", "identity");
    return connection;
  }

  private void expect(HttpURLConnection connection, int status) throws IOException {
    if (connection.getResponseCode() != status) {
      throw new IOException("%s answered %d".formatted(uri, connection.getResponseCode()));
    }
  }
}
