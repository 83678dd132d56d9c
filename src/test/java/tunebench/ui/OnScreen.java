package tunebench.ui;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javafx.scene.Node;
import javafx.stage.Stage;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.util.WaitForAsyncUtils;
import tunebench.ui.fake.FakeService;
import tunebench.ui.shell.Shell;

/** What tests by clicks and keys begin with: a window on the Headless platform, and a robot. */
@ExtendWith(ApplicationExtension.class)
abstract class OnScreen {
  final FakeService fake = FakeService.used();
  final FxRobot robot = new FxRobot();
  private final List<Workbench> benches = new ArrayList<>();

  /**
   * Opens the window; to be called by a method with {@code @Start}, which TestFX looks for in the
   * test's own class alone. The Headless screen has 1000 by 1000 pixels; what is clicked on must
   * lie within.
   */
  void show(Stage stage) {
    benches.add(Stages.open(stage, fake, 1000, 960));
  }

  Workbench bench() {
    return benches.getFirst();
  }

  Shell shell() {
    return Objects.requireNonNull(bench().shell());
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // ids belong to one type each
  <N extends Node> N look(String selector) {
    WaitForAsyncUtils.waitForFxEvents();
    // Finding lays the window out, which is the FX thread's to do.
    return (N) WaitForAsyncUtils.waitForAsyncFx(20_000, () -> Scenes.find(shell(), selector));
  }
}
