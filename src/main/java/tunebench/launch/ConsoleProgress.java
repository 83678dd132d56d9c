package tunebench.launch;

import java.io.PrintWriter;
import java.util.Locale;
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
