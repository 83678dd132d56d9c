package tunebench.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import javafx.scene.Node;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.CheckBox;
import javafx.scene.control.TableView;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;
import tunebench.protocol.HubRequest;
import tunebench.protocol.JobRequest;
import tunebench.protocol.JobState;
import tunebench.protocol.Task;
import tunebench.run.TrackChoice;
import tunebench.ui.fake.FakeService;

/** The Hub's browser and the choice of trackers by clicks and keys. */
@ExtendWith(ApplicationExtension.class)
class HubScreenTest {
  private final FakeService fake = FakeService.used();
  private final FxRobot robot = new FxRobot();

  @Start
  void open(Stage stage) {
    Stages.open(stage, fake, 1000, 960);
  }

  @AfterEach
  void shut() {
    robot.interact(
        () ->
            List.copyOf(Window.getWindows()).stream()
                .filter(Stage.class::isInstance)
                .forEach(Window::hide));
  }

  @SuppressWarnings("TypeParameterUnusedInFormals") // ids belong to one type each
  private <N extends Node> N look(String id) {
    return robot.lookup(id).query();
  }

  @Test
  void modelIsFoundAndItsDownloadSeen() throws Exception {
    robot.clickOn("#place-quantize");
    robot.clickOn("#find-model");
    assertThat(fake.asked(HubRequest.class)).isEmpty();
    TextInputControl text = look("#hub-text");
    robot.interact(() -> text.setText("qwen3"));
    robot.interact(text::requestFocus);
    robot.type(KeyCode.ENTER);
    TableView<?> found = look("#hub-found");
    WaitForAsyncUtils.waitFor(10, TimeUnit.SECONDS, () -> found.getItems().size() == 1);
    robot.interact(() -> found.getSelectionModel().select(0));
    ButtonBase download = look("#hub-download");
    assertThat(download.isVisible()).isTrue();
    robot.interact(download::fire);
    robot.interact(() -> fake.move(fake.lastJob().id(), JobState.RUNNING, 3, 8, ""));
    assertThat(look("#hub-pause").isVisible()).isTrue();
    assertThat(download.isVisible()).isFalse();
  }

  @Test
  void trackersAreNobodyUnlessTicked() {
    robot.clickOn("#place-train");
    robot.interact(() -> ((ButtonBase) look("#start-run")).fire());
    assertThat(tracking()).isEqualTo(TrackChoice.none());
    robot.interact(() -> ((ButtonBase) look("#show-settings")).fire());
    robot.interact(() -> ((CheckBox) look("#track-tensorboard")).fire());
    assertThat(look("#track-wandb-key").getParent().getParent().isVisible()).isFalse();
    robot.interact(() -> ((CheckBox) look("#track-wandb")).fire());
    robot.interact(() -> ((TextInputControl) look("#track-wandb-key")).setText("k123"));
    robot.interact(() -> ((ButtonBase) look("#track-wandb-keep")).fire());
    assertThat(fake.asked(HubRequest.TrackerKey.class).getLast().key()).isEqualTo("k123");
    robot.interact(() -> ((CheckBox) look("#track-wandb")).fire());
    robot.interact(() -> ((CheckBox) look("#track-hub")).fire());
    robot.interact(() -> ((TextInputControl) look("#track-mlflow")).setText("http://m:5000"));
    robot.interact(() -> ((ButtonBase) look("#start-run")).fire());
    assertThat(tracking())
        .isEqualTo(new TrackChoice(List.of("tensorboard", "mlflow=http://m:5000"), "auto"));
  }

  private TrackChoice tracking() {
    Task task = fake.asked(JobRequest.Submit.class).getLast().task();
    return task instanceof Task.Train train ? train.spec().tracking() : TrackChoice.none();
  }
}
