package tunebench.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** Writes small files aside and moves them into place, so that no reader ever sees half a file. */
public final class AtomicFile {
  private AtomicFile() {}

  /** Writes or replaces {@code path}. */
  public static void write(Path path, byte[] content) throws IOException {
    try (NewFile file = NewFile.create(path)) {
      file.write(ByteBuffer.wrap(content), 0);
      file.finish();
    }
  }
}
