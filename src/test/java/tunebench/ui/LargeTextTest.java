package tunebench.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Objects;
import javafx.scene.control.TableColumnBase;
import javafx.scene.control.TableView;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tunebench.ui.control.TextScale;
import tunebench.ui.fake.FakeService;
import tunebench.ui.shell.Shell;
import tunebench.ui.work.Place;

/** Twice as large text in a window that is open: tables share their width out anew. */
class LargeTextTest {
  private static final int STEPS = 13;

  private Stage stage;

  @BeforeEach
  void open() throws Exception {
    Stages.toolkit();
    stage = Stages.fx(Stage::new);
  }

  @AfterEach
  void close() throws Exception {
    Stages.run(() -> TextScale.set(1));
    Stages.run(stage::hide);
  }

  @Test
  void columnsFillTheirTableAndAreAsWideAsTheirText() throws Exception {
    Workbench bench = Stages.fx(() -> Stages.open(stage, FakeService.used(), 1900, 1000));
    Stages.settle();
    Shell shell = Objects.requireNonNull(bench.shell());
    Stages.run(() -> shell.go(Place.RUNS));
    Stages.settle();
    TableView<?> runs = (TableView<?>) Stages.fx(() -> Scenes.find(shell, "#runs"));
    double kind = Stages.fx(() -> runs.getColumns().get(2).getWidth());
    for (int step = 1; step <= STEPS; step++) {
      double scale = 1 + (double) step / STEPS;
      Stages.run(() -> TextScale.set(scale));
    }
    Stages.settle();
    Stages.run(
        () -> {
          shell.applyCss();
          shell.layout();
        });
    assertThat(Stages.fx(TextScale::now)).isEqualTo(2);
    assertThat(Stages.fx(() -> runs.getColumns().get(2).getWidth()))
        .isCloseTo(2 * kind, within(0.01));
    double all =
        Stages.fx(() -> runs.getColumns().stream().mapToDouble(TableColumnBase::getWidth).sum());
    assertThat(all).isCloseTo(Stages.fx(runs::getWidth), within(24.0));
  }
}
