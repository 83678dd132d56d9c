package tunebench.ui.journey;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javafx.application.Platform;
import javafx.stage.Stage;
import tunebench.client.ServiceClient;
import tunebench.client.ServiceException;
import tunebench.client.ServiceProcess;
import tunebench.protocol.ServiceRequest;
import tunebench.ui.Workbench;
import tunebench.ui.shell.FileMemory;
import tunebench.ui.work.Chooser;
import tunebench.ui.work.Work;

/** A window on a service process of its own, both ended at the end. */
record Traveller(Stage stage, Workbench bench, Path home) implements AutoCloseable {

  static Traveller open(Path home, double width, double height) throws InterruptedException {
    var started = new CountDownLatch(1);
    try {
      Platform.startup(started::countDown);
    } catch (IllegalStateException e) {
      // It runs already where this is the second try.
      Platform.runLater(started::countDown);
    }
    if (!started.await(30, TimeUnit.SECONDS)) {
      throw new IllegalStateException("The toolkit did not start within 30 s.");
    }
    Platform.setImplicitExit(false);
    return Hand.onFx(
        () -> {
          var stage = new Stage();
          var memory = new FileMemory(home.resolve("window.properties"));
          var bench = new Workbench(Work.onFx(), memory, new NoDialogs(), () -> connect(home));
          bench.open(stage);
          stage.setX(0);
          stage.setY(0);
          stage.setWidth(width);
          stage.setHeight(height);
          return new Traveller(stage, bench, home);
        });
  }

  private static ServiceProcess process(Path home) {
    return ServiceProcess.ofThisProgram(home, "tunebench.launch.Main", List.of("-Xmx2g"));
  }

  private static ServiceClient connect(Path home) {
    try {
      return process(home).attachOrStart();
    } catch (IOException e) {
      throw new ServiceException("The service cannot be started: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServiceException("The start of the service was interrupted.", e);
    }
  }

  @Override
  public void close() throws IOException {
    Hand.onFx(
        () -> {
          stage.hide();
          return true;
        });
    var running = process(home).attach();
    if (running.isPresent()) {
      try (var client = running.get()) {
        client.send(new ServiceRequest.Shutdown());
      }
    }
  }

  /** The journey needs no dialog of the system; one that opened would hang it. */
  private static final class NoDialogs implements Chooser {
    @Override
    public void folder(String title, Consumer<Path> then) {
      throw new IllegalStateException("No dialog is expected: " + title);
    }

    @Override
    public void open(String title, String ending, Consumer<Path> then) {
      throw new IllegalStateException("No dialog is expected: " + title);
    }

    @Override
    public void save(String title, String proposed, Consumer<Path> then) {
      throw new IllegalStateException("No dialog is expected: " + title);
    }
  }
}
