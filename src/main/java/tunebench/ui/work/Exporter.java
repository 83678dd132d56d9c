package tunebench.ui.work;

import java.nio.file.Path;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;

/**
 * Writes one file at a time away from the FX thread, tells how far it is, and can be stopped. Used
 * on the FX thread alone.
 */
public final class Exporter {
  private final Work work;
  private final Consumer<String> done;
  private final Consumer<String> problem;
  private final ReadOnlyStringWrapper step = new ReadOnlyStringWrapper("");
  private @Nullable Writing writing;

  /**
   * Sets up.
   *
   * @param done told where the file is; "" when another is begun
   * @param problem told why there is none; "" when another is begun
   */
  public Exporter(Work work, Consumer<String> done, Consumer<String> problem) {
    this.work = work;
    this.done = done;
    this.problem = problem;
  }

  /** Writes a file, and tells each step before it begins. */
  public interface Task {
    Path write(Writing writing) throws Exception;
  }

  /** Begins, unless another file is being written. */
  public void start(Path file, Task task) {
    if (!step.get().isEmpty()) {
      return;
    }
    done.accept("");
    problem.accept("");
    String name = String.valueOf(file.getFileName());
    var begun = new Writing(name, at -> work.front(() -> step.set(at)));
    writing = begun;
    step.set("Writing " + name + " …");
    work.call(() -> task.write(begun))
        .then(
            path -> {
              step.set("");
              done.accept("Written: " + path);
            })
        .otherwise(
            why -> {
              step.set("");
              problem.accept(why);
            })
        .start();
  }

  /** Stops what is being written; nothing half-written stays. */
  public void cancel() {
    Writing begun = writing;
    if (begun != null) {
      begun.stop();
    }
  }

  /** What is being written and how far it is; "" while nothing is. */
  public ReadOnlyStringProperty stepProperty() {
    return step.getReadOnlyProperty();
  }
}
