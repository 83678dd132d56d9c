package tunebench.ui.runs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import tunebench.BadInputException;
import tunebench.protocol.Wire;
import tunebench.run.Passport;

/** Runs side by side as a file: a table, a picture, or a report that needs no other file. */
final class RunsExport {
  private RunsExport() {}

  /**
   * Writes runs, aside and then moved: a file that was there stays until the new one is whole.
   *
   * @throws BadInputException if it cannot be written there, or was stopped
   */
  static Path write(SideBySide side, RunsFormat format, Path file, Writing writing) {
    try {
      byte[] bytes = bytes(side, format, writing);
      writing.at("to the disk");
      return write(bytes, file);
    } catch (IOException undrawn) {
      throw new BadInputException(
          "%s cannot be made (%s); export as CSV instead.".formatted(file, reason(undrawn)),
          undrawn);
    }
  }

  /**
   * Writes a passport as JSON, aside and moved.
   *
   * @throws BadInputException if it cannot be written there
   */
  static Path write(Passport passport, Path file) {
    return write(Wire.write(passport).getBytes(StandardCharsets.UTF_8), file);
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

  private static Path write(byte[] bytes, Path file) {
    Path aside = file.resolveSibling(file.getFileName() + ".tmp");
    try {
      Files.write(aside, bytes);
      return Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException failure) {
      tidy(aside, failure);
      throw new BadInputException(
          "%s cannot be written (%s); choose a folder that exists and that you may write to."
              .formatted(file, reason(failure)),
          failure);
    }
  }

  private static void tidy(Path aside, IOException failure) {
    try {
      Files.deleteIfExists(aside);
    } catch (IOException also) {
      failure.addSuppressed(also);
    }
  }

  /** Those exceptions' messages are the path alone. */
  private static String reason(IOException failure) {
    return switch (failure) {
      case NoSuchFileException _ -> "there is no such folder";
      case AccessDeniedException _ -> "you may not write there";
      case DirectoryNotEmptyException _ -> "a folder has that name";
      default -> String.valueOf(failure.getMessage());
    };
  }
}
