package tunebench.ui;

import java.util.List;
import java.util.function.Supplier;
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
import tunebench.ui.control.Frames;
import tunebench.ui.control.StatePane;
import tunebench.ui.control.TextScale;
import tunebench.ui.shell.Shell;
import tunebench.ui.shell.Theme;
import tunebench.ui.shell.WindowState;
import tunebench.ui.work.Chooser;
import tunebench.ui.work.Desk;
import tunebench.ui.work.Draft;
import tunebench.ui.work.EventFeed;
import tunebench.ui.work.JobBoard;
import tunebench.ui.work.LabJournal;
import tunebench.ui.work.LateService;
import tunebench.ui.work.Memory;
import tunebench.ui.work.Place;
import tunebench.ui.work.RunShelf;
import tunebench.ui.work.Screen;
import tunebench.ui.work.Work;
import tunebench.ui.work.Workspace;

/**
 * One window: it shows itself and can be used at once, and fills when the service was found or
 * started.
 */
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
  private final LateService service = new LateService();
  private final Workspace space;
  private @Nullable StatePane trouble;
  private final Labs labs = new Labs();
  private @Nullable Rehearsal rehearsal;
  private @Nullable Shell shell;
  private Runnable whenUsable = () -> {};
  private Runnable whenConnected = () -> {};
  private @Nullable String firstModel;
  private Supplier<String> refused = () -> "";
  private List<Runnable> refresh = List.of();

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
    this.space = new Workspace(work, service);
    dark.set(Boolean.parseBoolean(memory.get("dark", "false")));
  }

  /** Opens the window. */
  public void open(Stage stage) {
    Theme.apply(dark.get());
    var scene = new Scene(root, 1280, 800);
    Theme.dress(scene, state.textSize());
    TextScale.set(WindowState.share(state.textSize()));
    root.getStyleClass().add("page");
    if (work.leaves()) {
      frame();
    }
    stage.setTitle("Tunebench");
    stage.setScene(scene);
    state.restore(stage);
    dark.subscribe(
        (before, on) -> {
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
    Frames.after(2, () -> whenUsable.run());
    connect();
  }

  /** Asks for a guess before each result, unless the person wished otherwise earlier. */
  public void asksForGuesses() {
    asks = Boolean.parseBoolean(memory.get(ASK, "true"));
  }

  /**
   * What to do once the window can be used and once it has its service; for the measurement of the
   * start.
   */
  public void whenReady(Runnable usable, Runnable connected) {
    whenUsable = usable;
    whenConnected = connected;
  }

  /** Which model to open at the start, instead of the first that the service knows. */
  public void startWith(String model) {
    firstModel = model;
  }

  /** Why what the window was to begin with could not be opened; "" where it could. */
  public void startSays(Supplier<String> problem) {
    refused = problem;
  }

  /** The frame, or null before the window was opened. */
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

  /**
   * What the window shows. Where work leaves the thread that is before its service was found: what
   * is asked meanwhile waits.
   */
  private void frame() {
    var feed = new EventFeed(work);
    var jobs = new JobBoard(work, service, feed);
    var runs = new RunShelf(work, service, feed);
    var journal = new LabJournal(work, service, feed);
    journal.askingProperty().set(asks);
    journal.askingProperty().subscribe((before, on) -> memory.put(ASK, Boolean.toString(on)));
    var desk =
        new Desk(
            work,
            service,
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
    shell =
        new Shell(desk, labs::make, this::soon, way -> text(root.getScene(), way), this::connect);
    feed.connect(service);
    refresh = List.of(space::refresh, jobs::refresh, runs::refresh, journal::refresh);
    refresh();
    root.getChildren().setAll(shell);
  }

  private void refresh() {
    refresh.forEach(Runnable::run);
  }

  /** Labs ask for what the service said of itself, and are rehearsed before they are made. */
  private void soon(Place place, Runnable make) {
    space.whenWelcome(
        welcome -> {
          if (rehearsal != null) {
            rehearsal.after(place, make);
          }
        });
  }

  private void connect() {
    work.call(
            () -> {
              ServiceClient found = connect.get();
              return new Connection(found, found.send(new ServiceRequest.Hello()));
            })
        .then(this::connected)
        .otherwise(this::failed)
        .start();
  }

  private record Connection(ServiceClient client, Welcome welcome) {}

  private void connected(Connection connection) {
    Welcome welcome = connection.welcome();
    service.found(connection.client());
    boolean again = rehearsal != null;
    if (!again) {
      rehearsal = new Rehearsal(work, welcome, dark.get());
    }
    // Answers come to this thread behind this: nobody hears one before the welcome.
    space.welcome(welcome);
    if (shell == null) {
      frame();
    }
    screen.ready();
    root.getChildren().remove(trouble);
    trouble = null;
    String problem = refused.get();
    if (again) {
      refresh();
    } else if (!problem.isEmpty()) {
      space.refused(problem);
    } else if (firstModel != null) {
      space.openModel(firstModel);
    }
    whenConnected.run();
  }

  private void failed(String why) {
    screen.failed(
        why,
        () -> {
          screen.busy("Starting the background service …");
          connect();
        });
    if (trouble == null) {
      trouble = new StatePane(screen, new StackPane(), new StackPane());
      trouble.getStyleClass().add("page");
      root.getChildren().add(trouble);
    }
  }

  private void go(Place place) {
    if (shell != null) {
      shell.go(place);
    }
  }

  private void close() {
    work.call(
            () -> {
              service.close();
              return true;
            })
        .start();
  }

  private void keys(Scene scene) {
    var keys = scene.getAccelerators();
    keys.put(
        new KeyCodeCombination(KeyCode.L, KeyCombination.SHORTCUT_DOWN, KeyCombination.SHIFT_DOWN),
        () -> dark.set(!dark.get()));
    // On many keyboards plus is shift and another key; number pads have keys of their own.
    for (KeyCode more : List.of(KeyCode.PLUS, KeyCode.EQUALS, KeyCode.ADD)) {
      keys.put(sized(more), () -> text(scene, 1));
    }
    for (KeyCode less : List.of(KeyCode.MINUS, KeyCode.SUBTRACT)) {
      keys.put(sized(less), () -> text(scene, -1));
    }
    for (KeyCode usual : List.of(KeyCode.DIGIT0, KeyCode.NUMPAD0)) {
      keys.put(sized(usual), () -> text(scene, 0));
    }
  }

  private static KeyCodeCombination sized(KeyCode code) {
    return new KeyCodeCombination(code, KeyCombination.SHORTCUT_DOWN, KeyCombination.SHIFT_ANY);
  }

  private void text(Scene scene, int way) {
    double size = state.scale(way);
    Theme.dress(scene, size);
    TextScale.set(WindowState.share(size));
  }
}
