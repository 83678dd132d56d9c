package tunebench.ui;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javafx.application.Platform;
import javafx.stage.Stage;
import tunebench.ui.fake.FakeService;
import tunebench.ui.work.Chooser;
import tunebench.ui.work.Memory;
import tunebench.ui.work.Work;

/** Opens the window in tests, on the Headless platform. */
final class Stages {
  private static boolean started;

  private Stages() {}

  /** Starts the toolkit once per JVM; it stays. */
  static synchronized void toolkit() throws Exception {
    if (!started) {
      var ready = new CountDownLatch(1);
      try {
        Platform.startup(ready::countDown);
      } catch (IllegalStateException alreadyStarted) {
        // Another test of this JVM, such as TestFX's, was first.
        Platform.runLater(ready::countDown);
      }
      if (!ready.await(30, TimeUnit.SECONDS)) {
        throw new IllegalStateException("The toolkit did not start within 30 s.");
      }
      Platform.setImplicitExit(false);
      started = true;
    }
  }

  /** Does something on the FX thread and waits for it. */
  static <T> T fx(Callable<T> action) throws Exception {
    var done = new CompletableFuture<T>();
    Platform.runLater(
        () -> {
          try {
            done.complete(action.call());
          } catch (Exception | AssertionError e) {
            done.completeExceptionally(e);
          }
        });
    return done.get(60, TimeUnit.SECONDS);
  }

  /** The same for what yields nothing. */
  static void run(Runnable action) throws Exception {
    var _ =
        fx(
            () -> {
              action.run();
              return true;
            });
  }

  /** Lets all that is queued for the FX thread happen, several rounds of it. */
  static void settle() throws Exception {
    for (int i = 0; i < 4; i++) {
      run(() -> {});
    }
  }

  /** A window on a fake service whose answers come at once. */
  static Workbench open(Stage stage, FakeService fake, double width, double height) {
    var bench = new Workbench(Work.here(), Memory.none(), Chooser.none(), () -> fake);
    bench.open(stage);
    // The Headless screen is small and the window would be centred beyond its edge.
    stage.setX(0);
    stage.setY(0);
    stage.setWidth(width);
    stage.setHeight(height);
    return bench;
  }
}
