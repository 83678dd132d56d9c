package tunebench.ui;

import java.util.List;
import java.util.Objects;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import tunebench.ui.fake.FakeService;
import tunebench.ui.shell.Shell;

/** What tests of the whole window begin with: a stage of their own. */
abstract class OnStage {
  Stage stage;

  @BeforeEach
  void makeStage() throws Exception {
    Stages.toolkit();
    stage = Stages.fx(Stage::new);
  }

  @AfterEach
  void hideAll() throws Exception {
    Stages.run(() -> List.copyOf(Window.getWindows()).forEach(Window::hide));
  }

  /** A window on a fake service, at rest. */
  Workbench open(FakeService fake) throws Exception {
    Workbench bench = Stages.fx(() -> Stages.open(stage, fake, 1000, 960));
    Stages.settle();
    return bench;
  }

  /** A window in which a scene was played, at rest. */
  Workbench play(Scenes scene) throws Exception {
    FakeService fake = scene.service();
    Workbench bench = open(fake);
    Stages.run(() -> scene.play(bench, shell(bench), fake));
    Stages.settle();
    return bench;
  }

  static Shell shell(Workbench bench) {
    return Objects.requireNonNull(bench.shell());
  }
}
