package tunebench.ui;

import java.util.List;
import java.util.function.Supplier;
import javafx.application.Platform;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;
import tunebench.client.ServiceClient;
import tunebench.protocol.ServiceReply.Welcome;
import tunebench.protocol.ServiceRequest;
import tunebench.ui.control.StatePane;
import tunebench.ui.shell.Shell;
import tunebench.ui.shell.Theme;
import tunebench.ui.shell.WindowState;
import tunebench.ui.work.Chooser;
import tunebench.ui.work.Desk;
import tunebench.ui.work.Draft;
import tunebench.ui.work.EventFeed;
import tunebench.ui.work.JobBoard;
import tunebench.ui.work.LabJournal;
import tunebench.ui.work.Memory;
import tunebench.ui.work.Place;
import tunebench.ui.work.RunShelf;
import tunebench.ui.work.Screen;
import tunebench.ui.work.Work;
import tunebench.ui.work.Workspace;

/** One window: it shows itself at once, connects to the service, and then fills. */
public final class Workbench {
  private static final String ASK = "journal.ask";

  private final Work work;
  private final Memory memory;
  private final Supplier<ServiceClient> connect;
  private final Chooser chooser;
  private final Screen screen = new Screen();
  private final StackPane root = new StackPane();
  private final BooleanProperty dark = new SimpleBooleanProperty();
  private final WindowState state;
  private boolean asks;
  private @Nullable ServiceClient client;
  private final Labs labs = new Labs();
  private @Nullable Shell shell;
  private Runnable whenReady = () -> {};
  private @Nullable String firstModel;

  /**
   * A window that is not shown yet. To be made on the FX thread.
   *
   * @param connect finds the service or starts it; called away from the FX thread, again on a
   *     person's demand when it failed
   */
  public Workbench(Work work, Memory memory, Chooser chooser, Supplier<ServiceClient> connect) {
    this.work = work;
    this.memory = memory;
    this.chooser = chooser;
    this.connect = connect;
    this.state = new WindowState(memory);
    dark.set(Boolean.parseBoolean(memory.get("dark", "false")));
  }

  /** Opens the window. */
  public void open(Stage stage) {
    Theme.apply(dark.get());
    var scene = new Scene(root, 1280, 800);
    Theme.dress(scene, state.textSize());
    root.getStyleClass().add("page");
    root.getChildren().setAll(new StatePane(screen, new StackPane(), new StackPane()));
    stage.setTitle("Tunebench");
    stage.setScene(scene);
    state.restore(stage);
    dark.subscribe(
        on -> {
          Theme.apply(on);
          memory.put("dark", Boolean.toString(on));
        });
    keys(scene);
    stage.setOnCloseRequest(
        event -> {
          state.keep(stage);
          // Not Platform.exit: with a popup open that ends the JVM by a fault in the native code.
          List.copyOf(Window.getWindows()).forEach(Window::hide);
        });
    stage.setOnHidden(event -> close());
    stage.show();
    begin();
  }

  /** Asks for a guess before each result, unless the person wished otherwise earlier. */
  public void asksForGuesses() {
    asks = Boolean.parseBoolean(memory.get(ASK, "true"));
  }

  /** What to do once the window can be used; for the measurement of the start. */
  public void whenReady(Runnable action) {
    whenReady = action;
  }

  /** Which model to open at the start, instead of the first that the service knows. */
  public void startWith(String model) {
    firstModel = model;
  }

  /** The frame, or null before the service was found. */
  public @Nullable Shell shell() {
    return shell;
  }

  Labs labs() {
    return labs;
  }

  /** Whether the dark theme is on. */
  public BooleanProperty darkProperty() {
    return dark;
  }

  private void begin() {
    screen.busy("Starting the background service …");
    work.call(
            () -> {
              ServiceClient found = connect.get();
              return new Connection(found, found.send(new ServiceRequest.Hello()));
            })
        .then(this::fill)
        .otherwise(why -> screen.failed(why, this::begin))
        .start();
  }

  private record Connection(ServiceClient client, Welcome welcome) {}

  private void fill(Connection connection) {
    ServiceClient found = connection.client();
    client = found;
    var feed = new EventFeed(work);
    var space = new Workspace(work, found, connection.welcome());
    var jobs = new JobBoard(work, found, feed);
    var runs = new RunShelf(work, found, feed);
    var journal = new LabJournal(work, found, feed);
    journal.askingProperty().set(asks);
    journal.askingProperty().subscribe(on -> memory.put(ASK, Boolean.toString(on)));
    var desk =
        new Desk(
            work,
            found,
            feed,
            space,
            new Draft(space),
            jobs,
            runs,
            journal,
            chooser,
            dark,
            this::go,
            labs::openRun);
    labs.with(desk);
    var rehearsal = new Rehearsal(work, connection.welcome(), dark.get());
    Shell frame = new Shell(desk, labs::make, rehearsal::after, way -> text(root.getScene(), way));
    shell = frame;
    feed.connect(found);
    space.refresh();
    if (firstModel != null) {
      space.openModel(firstModel);
    }
    jobs.refresh();
    runs.refresh();
    journal.refresh();
    root.getChildren().setAll(frame);
    screen.ready();
    whenReady.run();
  }

  private void go(Place place) {
    if (shell != null) {
      shell.go(place);
    }
  }

  private void close() {
    ServiceClient open = client;
    if (open != null) {
      work.call(
              () -> {
                open.close();
                return true;
              })
          .start();
    }
  }

  private void keys(Scene scene) {
    var keys = scene.getAccelerators();
    keys.put(
        new KeyCodeCombination(KeyCode.L, KeyCombination.SHORTCUT_DOWN, KeyCombination.SHIFT_DOWN),
        () -> dark.set(!dark.get()));
    keys.put(
        new KeyCodeCombination(KeyCode.PLUS, KeyCombination.SHORTCUT_DOWN), () -> text(scene, 1));
    keys.put(
        new KeyCodeCombination(KeyCode.EQUALS, KeyCombination.SHORTCUT_DOWN), () -> text(scene, 1));
    keys.put(
        new KeyCodeCombination(KeyCode.MINUS, KeyCombination.SHORTCUT_DOWN), () -> text(scene, -1));
    keys.put(
        new KeyCodeCombination(KeyCode.DIGIT0, KeyCombination.SHORTCUT_DOWN), () -> text(scene, 0));
  }

  private void text(Scene scene, int way) {
    Theme.dress(scene, state.scale(way));
  }

  /** Runs the window until it is closed. To be called on the main thread, once per process. */
  public static void run(java.util.function.Function<Stage, Workbench> maker)
      throws InterruptedException {
    var closed = new java.util.concurrent.CountDownLatch(1);
    Platform.startup(
        () -> {
          var stage = new Stage();
          Workbench workbench = maker.apply(stage);
          workbench.open(stage);
          stage.addEventHandler(
              javafx.stage.WindowEvent.WINDOW_HIDDEN, event -> closed.countDown());
        });
    closed.await();
  }
}
