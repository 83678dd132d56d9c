package tunebench.service.work;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.DoubleConsumer;
import java.util.stream.Stream;
import tunebench.BadInputException;
import tunebench.data.DatasetImport;
import tunebench.data.ImportSettings;
import tunebench.data.Product;
import tunebench.parity.ExportCheck;
import tunebench.parity.ParityReport;
import tunebench.protocol.ModelReply;
import tunebench.protocol.Outcome;
import tunebench.service.job.Ending;
import tunebench.service.job.JobControl;
import tunebench.service.job.Wish;
import tunebench.tensor.Devices;

/**
 * What every export does beside writing: progress, an end on demand, a target that is new, and the
 * check that it prices as what it was made from.
 *
 * @param shipped folder with {@code sample-data}, whose products both price
 */
record Exporting(JobControl control, Path shipped) {
  private static final int ROWS = 32;

  /** Thrown out of the writing when the job is cancelled. */
  static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1;

    Stopped() {
      super("the export was cancelled");
    }
  }

  /** Writes a file or folder, told the share done. */
  @FunctionalInterface
  interface Writing {
    void to(Path target, DoubleConsumer progress) throws IOException;
  }

  /**
   * Refuses a target that is there already, before anything waits for the device.
   *
   * @return the target as an absolute path
   */
  static Path target(String output) {
    if (output.isBlank()) {
      throw new BadInputException("Name the file or folder to write.");
    }
    Path target = Path.of(output).toAbsolutePath().normalize();
    if (Files.exists(target) && !empty(target)) {
      throw new BadInputException(target + " is there already; name a new file or folder.");
    }
    return target;
  }

  private static boolean empty(Path folder) {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isEmpty();
    } catch (IOException e) {
      throw new BadInputException(folder + " cannot be listed; name another folder.", e);
    }
  }

  /** Writes aside, moves into place; leaves nothing behind when it is cancelled or fails. */
  void write(Path target, Writing writing) throws IOException {
    Files.createDirectories(target.getParent());
    Path aside = target.resolveSibling("." + target.getFileName() + ".writing");
    Checkpoints.delete(aside);
    try {
      share(0);
      writing.to(aside, this::share);
      share(1);
      Files.deleteIfExists(target);
      Files.move(aside, target);
    } finally {
      Checkpoints.delete(aside);
    }
  }

  private void share(double done) {
    if (control.wish() == Wish.CANCEL) {
      throw new Stopped();
    }
    control.progress(Math.round(100 * done), 100, "%");
  }

  /** The check, and what the job yields. An export that prices otherwise is a failed job. */
  Ending checked(Path target, ExportCheck check, Devices device) throws IOException {
    Path file = shipped.resolve("sample-data").resolve("products.csv");
    String unable =
        Files.exists(file)
            ? check.unable()
            : "Parity was not checked: the sample products, which both would price, are not there.";
    if (!unable.isEmpty()) {
      return unchecked(target, unable);
    }
    control.stage("checking that it prices as before");
    List<Product> products = DatasetImport.read(file, ImportSettings.DEFAULT).products();
    ParityReport report = check.run(products.subList(0, Math.min(ROWS, products.size())), device);
    if (!report.passed()) {
      return new Ending.Failed("%s It lies in %s.".formatted(report.sentence(), target));
    }
    ModelReply.Parity parity =
        new ModelReply.Parity(
            report.reference(),
            report.rows(),
            report.meanDistance(),
            report.largestDistance(),
            report.limit(),
            report.referenceMae(),
            report.exportMae(),
            true,
            report.sentence());
    return new Ending.Done(new Outcome.Exported(target.toString(), bytes(target), parity, ""));
  }

  /** What the job yields where nothing can be compared. */
  static Ending unchecked(Path target, String why) throws IOException {
    return new Ending.Done(new Outcome.Exported(target.toString(), bytes(target), null, why));
  }

  private static long bytes(Path target) throws IOException {
    long bytes = 0;
    try (Stream<Path> files = Files.walk(target)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        bytes += Files.size(file);
      }
    }
    return bytes;
  }
}
