package tunebench.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import tunebench.BadInputException;

/**
 * A text file with its encoding found out: by a byte order mark, else UTF-8 if the bytes are valid,
 * else Windows-1252, else Latin-1, which any byte fits.
 *
 * @param encoding the name of the character set
 */
record FileText(String text, String encoding) {

  /** Reads a file; one that is missing or unreadable is bad input. */
  static FileText read(Path file) {
    try {
      return decode(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      throw new BadInputException("There is no file " + file + "; check the path.", e);
    } catch (IOException e) {
      throw new BadInputException(
          "Cannot read " + file + ": " + e.getMessage() + "; check that it is a readable file.", e);
    }
  }

  static FileText decode(byte[] bytes) {
    if (startsWith(bytes, 0xFF, 0xFE)) {
      return marked(bytes, 2, StandardCharsets.UTF_16LE);
    }
    if (startsWith(bytes, 0xFE, 0xFF)) {
      return marked(bytes, 2, StandardCharsets.UTF_16BE);
    }
    int mark = startsWith(bytes, 0xEF, 0xBB, 0xBF) ? 3 : 0;
    return fitting(bytes, mark, StandardCharsets.UTF_8)
        .or(() -> fitting(bytes, mark, Charset.forName("windows-1252")))
        .orElseGet(() -> marked(bytes, mark, StandardCharsets.ISO_8859_1));
  }

  private static Optional<FileText> fitting(byte[] bytes, int mark, Charset charset) {
    ByteBuffer content = ByteBuffer.wrap(bytes, mark, bytes.length - mark);
    try {
      // A fresh decoder reports bytes that do not fit instead of replacing them.
      return Optional.of(
          new FileText(charset.newDecoder().decode(content).toString(), charset.name()));
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static FileText marked(byte[] bytes, int mark, Charset charset) {
    return new FileText(new String(bytes, mark, bytes.length - mark, charset), charset.name());
  }

  private static boolean startsWith(byte[] bytes, int... mark) {
    for (int i = 0; i < mark.length; i++) {
      if (i >= bytes.length || (bytes[i] & 0xFF) != mark[i]) {
        return false;
      }
    }
    return true;
  }
}
