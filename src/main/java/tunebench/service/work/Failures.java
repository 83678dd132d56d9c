package tunebench.service.work;

import java.io.IOException;
import java.util.Locale;
import tunebench.BadInputException;
import tunebench.RemoteException;
import tunebench.service.store.StoreException;

/** Failures as one sentence for the person. */
final class Failures {
  private Failures() {}

  static String sentence(Throwable failure) {
    if (outOfMemory(failure)) {
      return "The device's memory was too small: " + saidOfMemory(failure);
    }
    return switch (failure) {
      case BadInputException e -> String.valueOf(e.getMessage());
      case StoreException e -> String.valueOf(e.getMessage());
      case RemoteException e -> String.valueOf(e.getMessage());
      case IOException e -> "A file could not be read or written: " + e.getMessage();
      default -> failure.getClass().getSimpleName() + ": " + firstLine(failure);
    };
  }

  /** Whether PyTorch found no room, on a GPU or on the CPU. */
  static boolean outOfMemory(Throwable failure) {
    return !saidOfMemory(failure).isEmpty();
  }

  /** The line that says so; TorchScript puts its own stack before it. "" if there is none. */
  private static String saidOfMemory(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      for (String line : String.valueOf(cause.getMessage()).lines().toList()) {
        String text = line.toLowerCase(Locale.ROOT);
        if (text.contains("out of memory")
            || text.contains("can't allocate memory")
            || text.contains("not enough memory")) {
          return line.strip().replaceFirst("^RuntimeError: ", "");
        }
      }
    }
    return "";
  }

  private static String firstLine(Throwable failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
  }
}
