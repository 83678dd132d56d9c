package tunebench.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javafx.scene.control.Button;
import javafx.scene.control.TreeTableView;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tunebench.client.ServiceException;
import tunebench.ui.fake.FakeService;
import tunebench.ui.shell.Shell;
import tunebench.ui.work.Chooser;
import tunebench.ui.work.Memory;
import tunebench.ui.work.Place;
import tunebench.ui.work.Work;

/** The window can be used before its service is there, and says when it does not come. */
class EarlyWindowTest extends OnStage {
  private final FakeService fake = FakeService.fresh();
  private final CountDownLatch there = new CountDownLatch(1);

  @AfterEach
  void arrive() {
    there.countDown();
  }

  @Test
  void whatIsClickedBeforeTheServiceIsThereHappensWhenItIs() throws Exception {
    Workbench bench =
        window(
            () -> {
              await();
              return fake;
            });
    Shell shell = shell(bench);
    Stages.run(() -> ((Button) Scenes.find(shell, "#begin")).fire());
    assertThat(Stages.fx(shell::place)).isEqualTo(Place.QUANTIZE);
    there.countDown();
    until(
        () -> shell.lookup("#tree") instanceof TreeTableView<?> tree && tree.getRoot() != null,
        "the model's tree is shown");
  }

  @Test
  void aServiceThatDoesNotStartIsSaidWithAWayToTryAgain() throws Exception {
    var tries = new java.util.concurrent.atomic.AtomicInteger();
    window(
        () -> {
          if (tries.getAndIncrement() == 0) {
            throw new ServiceException("The port is taken.", null);
          }
          return fake;
        });
    var root = stage.getScene().getRoot();
    until(() -> says("The port is taken."), "the reason is said");
    Stages.run(
        () ->
            root.lookupAll(".button").stream()
                .filter(node -> node instanceof Button b && "Try again".equals(b.getText()))
                .map(Button.class::cast)
                .findFirst()
                .orElseThrow()
                .fire());
    until(() -> tries.get() == 2, "the service is asked for again");
    until(() -> !says("The port is taken."), "the reason is not said any more");
  }

  @Test
  void whatCannotBeOpenedIsSaidInAWindowThatWorks() throws Exception {
    Workbench bench =
        Stages.fx(
            () -> {
              var made = new Workbench(Work.onFx(), Memory.none(), Chooser.none(), () -> fake);
              made.startWith("/models/broken");
              made.startSays(() -> "GPT2LMHeadModel cannot be opened.");
              made.open(stage);
              return made;
            });
    until(() -> says("GPT2LMHeadModel cannot be opened."), "the reason is said");
    Shell shell = shell(bench);
    Stages.run(() -> ((Button) Scenes.find(shell, "#begin")).fire());
    assertThat(Stages.fx(shell::place)).isEqualTo(Place.QUANTIZE);
  }

  private Workbench window(java.util.function.Supplier<tunebench.client.ServiceClient> connect)
      throws Exception {
    return Stages.fx(
        () -> {
          var made = new Workbench(Work.onFx(), Memory.none(), Chooser.none(), connect);
          made.open(stage);
          return made;
        });
  }

  private boolean says(String words) {
    return stage.getScene().getRoot().lookupAll(".label").stream()
        .anyMatch(
            node ->
                node instanceof javafx.scene.control.Label label && words.equals(label.getText()));
  }

  private void await() {
    try {
      if (!there.await(60, TimeUnit.SECONDS)) {
        throw new IllegalStateException("The test never let the service come.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void until(java.util.concurrent.Callable<Boolean> so, String what)
      throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!Stages.fx(so)) {
      if (System.nanoTime() > end) {
        throw new AssertionError("It did not come about that " + what);
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }
}
