package tunebench.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tunebench.BadInputException;
import tunebench.format.AtomicFile;
import tunebench.run.Passport;

/**
 * What {@code train} leaves in its folder beside the adapter, in {@code run.json}: what the run was
 * made from, and how to make it once more.
 *
 * @param arguments of the command
 * @param directory in which it ran, for paths that are relative
 */
record RunFolder(Passport passport, List<String> arguments, String directory) {
  private static final String FILE = "run.json";
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(
              DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
              DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build();

  RunFolder {
    arguments = List.copyOf(arguments);
  }

  void write(Path folder) throws IOException {
    AtomicFile.write(folder.resolve(FILE), JSON.writeValueAsBytes(this));
  }

  /** Whether a run was left there. */
  static boolean is(Path folder) {
    return Files.isRegularFile(folder.resolve(FILE));
  }

  static Path file(Path folder) {
    return folder.resolve(FILE);
  }

  static RunFolder read(Path folder) {
    try {
      return JSON.readValue(folder.resolve(FILE), RunFolder.class);
    } catch (JacksonException e) {
      throw new BadInputException(
          "%s is no record of a run: %s".formatted(folder.resolve(FILE), e.getOriginalMessage()),
          e);
    }
  }
}
