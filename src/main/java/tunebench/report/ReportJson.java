package tunebench.report;

import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tunebench.BadInputException;

/**
 * The report as JSON and back. JSON has no NaN: such figures stand as the strings "NaN", "Infinity"
 * and "-Infinity", so that a loss that diverged survives and can be told from one that was not
 * taken, which is null.
 */
public final class ReportJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private ReportJson() {}

  public static byte[] write(LabsReport report) {
    return MAPPER.writeValueAsBytes(report);
  }

  /** Reads a {@code report.json}; a file that is none is a {@link BadInputException}. */
  public static LabsReport read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new BadInputException("%s is not a file; give a report.json.".formatted(file));
    }
    try {
      return MAPPER.readValue(file, LabsReport.class);
    } catch (JacksonException failure) {
      throw new BadInputException(
          "%s is not a report of the labs command: %s"
              .formatted(file, failure.getOriginalMessage()),
          failure);
    }
  }
}
