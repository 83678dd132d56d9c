package tunebench.ui.runs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import tunebench.BadInputException;
import tunebench.protocol.Wire;
import tunebench.run.Passport;
import tunebench.ui.work.WholeFile;
import tunebench.ui.work.Writing;

/** Runs side by side as a file: a table, a picture, or a report that needs no other file. */
final class RunsExport {
  private RunsExport() {}

  /**
   * Writes runs.
   *
   * @throws BadInputException if it cannot be written there, or was stopped
   */
  static Path write(SideBySide side, RunsFormat format, Path file, Writing writing) {
    try {
      byte[] bytes = bytes(side, format, writing);
      writing.at("to the disk");
      return WholeFile.write(bytes, file);
    } catch (IOException undrawn) {
      throw new BadInputException(
          "%s cannot be made (%s); export as CSV instead."
              .formatted(file, WholeFile.reason(undrawn)),
          undrawn);
    }
  }

  /**
   * Writes a passport as JSON.
   *
   * @throws BadInputException if it cannot be written there
   */
  static Path write(Passport passport, Path file) {
    return WholeFile.write(Wire.write(passport).getBytes(StandardCharsets.UTF_8), file);
  }

  private static byte[] bytes(SideBySide side, RunsFormat format, Writing writing)
      throws IOException {
    writing.at("reading the runs");
    return switch (format) {
      case CSV -> RunsCsv.of(side).getBytes(StandardCharsets.UTF_8);
      case HTML -> RunsPage.html(side, writing).getBytes(StandardCharsets.UTF_8);
      case PDF -> RunsPage.pdf(side, writing);
      case PNG -> RunsPictures.of(side);
    };
  }
}
