package tunebench.launch;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.DoubleConsumer;
import tunebench.labs.LabsProgress;

/** Says on a console how far a long work is and how long the stage will still take. */
final class ConsoleProgress implements LabsProgress {
  private static final long NANOS = 1_000_000_000L;

  /** A line every so often; a new stage speaks at once. */
  private static final long EVERY = 5 * NANOS;

  private final PrintWriter out;
  private String stage = "";
  private long began;
  private long spoke;

  ConsoleProgress(PrintWriter out) {
    this.out = out;
  }

  /** For work that writes a file or folder and tells shares of it, from 0 to 1. */
  static DoubleConsumer writing(Path file, PrintWriter out) {
    ConsoleProgress progress = new ConsoleProgress(out);
    return share -> progress.at("Writing " + file, Math.round(1000 * share), 1000);
  }

  @Override
  public void at(String stage, long done, long total) {
    long now = System.nanoTime();
    if (!stage.equals(this.stage)) {
      this.stage = stage;
      began = now;
      spoke = now;
      out.println(stage);
    } else if (now - spoke >= EVERY) {
      spoke = now;
      out.println(line(done, total, now - began));
    }
    out.flush();
  }

  private String line(long done, long total, long nanos) {
    if (total <= 0) {
      return "  %d done".formatted(done);
    }
    long left = done == 0 ? 0 : (total - done) * nanos / done / NANOS;
    return String.format(
        Locale.ROOT, "  %d of %d, %d:%02d left", done, total, left / 60, left % 60);
  }
}
