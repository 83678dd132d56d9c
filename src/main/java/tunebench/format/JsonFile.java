package tunebench.format;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Small JSON files that came with a model. Their size is looked at before they are read, and
 * nesting, names and numbers are limited, so that a hostile file costs one sentence and no memory.
 */
public final class JsonFile {
  /** The largest config.json of the Hub has some hundred kB. */
  private static final long MOST = 16_000_000;

  private static final JsonMapper JSON = new JsonMapper(StrictJson.FACTORY);

  private JsonFile() {}

  /**
   * Reads an object.
   *
   * @throws tunebench.BadInputException if the file is missing, larger than 16 MB or no JSON object
   */
  public static JsonNode read(Path file) {
    return parse(bytes(file, MOST), file.toString());
  }

  /**
   * Reads an object from text that is already in memory.
   *
   * @param name what the text is called in complaints
   * @throws tunebench.BadInputException if it is no JSON object
   */
  public static JsonNode parse(byte[] utf8, String name) {
    Complaint bad = new Complaint(name);
    try {
      JsonNode json = JSON.readTree(utf8);
      if (!json.isObject()) {
        throw bad.because("it is no JSON object");
      }
      return json;
    } catch (JacksonException e) {
      throw bad.because(
          "it is no valid JSON (" + Complaint.quoted(e.getOriginalMessage()) + ")", e);
    }
  }

  /**
   * All bytes of a file that may have so many.
   *
   * @throws tunebench.BadInputException if it is missing or has more
   */
  public static byte[] bytes(Path file, long most) {
    Complaint bad = new Complaint(file.toString());
    if (!Files.isRegularFile(file)) {
      throw bad.because(Files.exists(file) ? "it is no plain file" : "there is no such file");
    }
    try {
      if (Files.size(file) > most) {
        throw bad.because("it has more than " + most + " bytes");
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw bad.because("it cannot be opened (" + Complaint.plain(e.toString()) + ")", e);
    }
  }
}
