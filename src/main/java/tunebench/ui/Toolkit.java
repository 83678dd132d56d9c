package tunebench.ui;

import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import javafx.application.Platform;
import javafx.stage.Stage;
import javafx.stage.WindowEvent;

/** JavaFX in this process: from before its first window until that is closed. */
public final class Toolkit {
  private Toolkit() {}

  /**
   * Begins to start the toolkit, which takes half a second, on a thread of its own. To be called
   * once per process, before {@link #run}; whatever fails here fails there again.
   */
  public static void prepare() {
    Thread.ofPlatform().daemon().name("toolkit").start(Toolkit::start);
  }

  private static void start() {
    // The toolkit stays until a window was shown and closed.
    Platform.startup(() -> {});
  }

  /** Runs the window until it is closed. To be called on the main thread, once per process. */
  public static void run(Function<Stage, Workbench> maker) throws InterruptedException {
    var closed = new CountDownLatch(1);
    Runnable open =
        () -> {
          var stage = new Stage();
          Workbench workbench = maker.apply(stage);
          workbench.open(stage);
          stage.addEventHandler(WindowEvent.WINDOW_HIDDEN, event -> closed.countDown());
        };
    try {
      Platform.startup(open);
    } catch (IllegalStateException begun) {
      Platform.runLater(open);
    }
    closed.await();
  }
}
