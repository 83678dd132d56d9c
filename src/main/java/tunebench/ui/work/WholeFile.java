package tunebench.ui.work;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import tunebench.BadInputException;

/** Writes files aside and moves them: one that was there stays until the new one is whole. */
public final class WholeFile {
  private WholeFile() {}

  /**
   * Writes or replaces a file.
   *
   * @return the file
   * @throws BadInputException if it cannot be written there; nothing half-written stays
   */
  public static Path write(byte[] bytes, Path file) {
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

  /** Why a file could not be read or written; some exceptions' messages are the path alone. */
  public static String reason(IOException failure) {
    return switch (failure) {
      case NoSuchFileException _ -> "there is no such folder";
      case AccessDeniedException _ -> "you may not write there";
      case DirectoryNotEmptyException _ -> "a folder has that name";
      default -> String.valueOf(failure.getMessage());
    };
  }
}
