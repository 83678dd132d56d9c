package tunebench.launch;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javafx.application.Platform;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tunebench.BadInputException;
import tunebench.client.ServiceClient;
import tunebench.client.ServiceException;
import tunebench.client.ServiceProcess;
import tunebench.ui.Toolkit;
import tunebench.ui.Workbench;
import tunebench.ui.shell.FileMemory;
import tunebench.ui.shell.SystemChooser;
import tunebench.ui.work.Work;

/** {@code workbench}: the window; starts the service, or attaches to the one that runs. */
@Command(
    name = "workbench",
    description = "Open the workbench; starts or attaches to the background service.",
    mixinStandardHelpOptions = true)
final class WorkbenchCommand implements Callable<Integer> {
  @Mixin private HomeOption home = new HomeOption();

  @Option(
      names = "--time",
      description =
          "Print the seconds from the start of the program to a usable window and to its"
              + " service, and end.")
  private boolean time;

  @Option(
      names = "--open",
      paramLabel = "PATH",
      description = "A model folder, a .gguf file or an adapter folder to begin with.")
  private @Nullable Path opened;

  private volatile int code;
  private volatile String refused = "";
  @Spec private CommandSpec spec = CommandSpec.create();

  /** Begins to start the toolkit while the command's words are read. */
  static void prepare() {
    if (display()) {
      headless();
      Toolkit.prepare();
    }
  }

  /** Charts use AWT's fonts and colours but never its windows. */
  private static void headless() {
    System.setProperty("java.awt.headless", "true");
  }

  @Override
  public Integer call() throws InterruptedException {
    if (!display()) {
      throw new BadInputException(
          "There is no display to open a window on; run \"labs\" for the five labs without one.");
    }
    headless();
    Path folder = home.folder();
    OpenedFile file = opened == null ? null : OpenedFile.of(opened);
    // The service is looked for, or started, while the toolkit starts.
    var service = new FutureTask<ServiceClient>(() -> connect(folder, file));
    Thread.ofPlatform().daemon().name("connect").start(service);
    Toolkit.run(stage -> open(stage, folder, file, service));
    return code;
  }

  private Workbench open(
      Stage stage, Path folder, @Nullable OpenedFile file, FutureTask<ServiceClient> first) {
    var memory = new FileMemory(folder.resolve("window.properties"));
    var tried = new AtomicBoolean();
    var workbench =
        new Workbench(
            Work.onFx(),
            memory,
            new SystemChooser(stage),
            timed(() -> tried.getAndSet(true) ? connect(folder, file) : result(first)));
    if (file != null && !file.adapter()) {
      workbench.startWith(file.path().toString());
    }
    workbench.startSays(() -> refused);
    workbench.asksForGuesses();
    if (time) {
      workbench.whenReady(
          () -> tell("%.2f s to a usable window"),
          () -> {
            tell("%.2f s to its service");
            List.copyOf(Window.getWindows()).forEach(Window::hide);
          });
    }
    return workbench;
  }

  private void tell(String words) {
    long began = ManagementFactory.getRuntimeMXBean().getStartTime();
    var out = spec.commandLine().getOut();
    out.println(String.format(Locale.ROOT, words, (System.currentTimeMillis() - began) / 1000.0));
    out.flush();
  }

  /** A start that is timed ends when it fails; a person's window says so and waits. */
  private Supplier<ServiceClient> timed(Supplier<ServiceClient> connection) {
    return () -> {
      try {
        return connection.get();
      } catch (RuntimeException e) {
        if (time) {
          code = 1;
          spec.commandLine().getErr().println(e.getMessage());
          spec.commandLine().getErr().flush();
          Platform.runLater(() -> List.copyOf(Window.getWindows()).forEach(Window::hide));
        }
        throw e;
      }
    };
  }

  private static ServiceClient result(FutureTask<ServiceClient> task) {
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new ServiceException("The service cannot be started: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServiceException("The start of the service was interrupted.", e);
    }
  }

  private ServiceClient connect(Path folder, @Nullable OpenedFile file) {
    try {
      ServiceClient client =
          ServiceProcess.ofThisProgram(folder, Main.class.getName(), flags()).attachOrStart();
      if (file != null) {
        tell(file, client);
      }
      return client;
    } catch (IOException e) {
      throw new ServiceException("The service cannot be started: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServiceException("The start of the service was interrupted.", e);
    }
  }

  /** What cannot be opened is told in the window, which can do all else. */
  private void tell(OpenedFile file, ServiceClient client) {
    try {
      file.tell(client);
      refused = "";
    } catch (BadInputException e) {
      refused = String.valueOf(e.getMessage());
    }
  }

  /** The service shares the class cache of an installed program, where there is one. */
  private static List<String> flags() {
    return Stream.concat(
            Stream.of("-Xmx4g"),
            ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> flag.startsWith("-XX:AOTCache=")))
        .toList();
  }

  /** Whether a window can be opened: Windows and macOS always can. */
  static boolean display() {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    return !system.contains("linux")
        || "Headless".equals(System.getProperty("glass.platform"))
        || System.getenv("DISPLAY") != null
        || System.getenv("WAYLAND_DISPLAY") != null;
  }
}
