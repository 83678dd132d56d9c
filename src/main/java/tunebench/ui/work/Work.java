package tunebench.ui.work;

import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import javafx.application.Platform;
import tunebench.BadInputException;
import tunebench.client.ServiceException;

/**
 * The one way to leave the FX thread and to come back. Work runs elsewhere; what it yields, or the
 * sentence that says why it failed, comes back on the FX thread.
 */
public final class Work {
  private static final Logger LOG = Logger.getLogger(Work.class.getName());

  private final Executor away;
  private final Executor front;
  private final boolean leaves;

  private Work(Executor away, Executor front, boolean leaves) {
    this.away = away;
    this.front = front;
    this.leaves = leaves;
  }

  /** On virtual threads, and back by {@link Platform#runLater}. */
  public static Work onFx() {
    return new Work(
        task -> Thread.ofVirtual().name("ui-work").start(task), Platform::runLater, true);
  }

  /** All on the caller's thread, in order: for tests of view models. */
  public static Work here() {
    return new Work(Runnable::run, Runnable::run, false);
  }

  /** Nothing is ever done: for screens that are never seen. */
  public static Work nowhere() {
    return new Work(task -> {}, Runnable::run, false);
  }

  /** With other ways to leave and to come back. */
  public static Work with(Executor away, Executor front) {
    return new Work(away, front, true);
  }

  /** Whether work is done away from the thread that asks for it. */
  public boolean leaves() {
    return leaves;
  }

  /** Work that yields a value. Nothing happens before {@link Call#start}. */
  public <T> Call<T> call(Callable<T> task) {
    return new Call<>(this, task);
  }

  /** Runs something on the FX thread, from any thread. */
  public void front(Runnable action) {
    front.execute(action);
  }

  /**
   * A piece of work with what shall happen after it.
   *
   * @param <T> what it yields
   */
  public static final class Call<T> {
    private final Work work;
    private final Callable<T> task;
    private Consumer<T> then = value -> {};
    private Consumer<String> otherwise = sentence -> LOG.warning(sentence);
    private volatile boolean dropped;

    private Call(Work work, Callable<T> task) {
      this.work = work;
      this.task = task;
    }

    /** What to do with the value, on the FX thread. */
    public Call<T> then(Consumer<T> action) {
      then = action;
      return this;
    }

    /** What to do with the sentence for the person, on the FX thread. */
    public Call<T> otherwise(Consumer<String> action) {
      otherwise = action;
      return this;
    }

    /** Begins. */
    public Ticket start() {
      work.away.execute(this::run);
      return () -> dropped = true;
    }

    private void run() {
      try {
        T value = task.call();
        work.front(() -> deliver(() -> then.accept(value)));
      } catch (Exception failure) {
        String sentence = sentence(failure);
        work.front(() -> deliver(() -> otherwise.accept(sentence)));
      }
    }

    private void deliver(Runnable action) {
      if (!dropped) {
        action.run();
      }
    }
  }

  /** Work that was begun. */
  @FunctionalInterface
  public interface Ticket {
    /** Nothing of it comes back any more. */
    void drop();
  }

  private static String sentence(Exception failure) {
    String message = failure.getMessage();
    if ((failure instanceof BadInputException || failure instanceof ServiceException)
        && message != null) {
      return message;
    }
    LOG.log(Level.WARNING, "Work of the window failed", failure);
    return "The window itself failed: " + failure + ". Please report this; the service goes on.";
  }
}
