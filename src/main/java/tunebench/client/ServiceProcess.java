package tunebench.client;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import tunebench.BadInputException;
import tunebench.protocol.Endpoint;
import tunebench.protocol.ServiceRequest;

/**
 * The service's process on this machine: found by the file in its home folder, or started. It
 * outlives the window.
 */
public final class ServiceProcess {
  /** Every service makes it in its home folder. */
  private static final String LOCK = "service.lock";

  private static final Duration START = Duration.ofMinutes(3);

  private final Path home;
  private final List<String> command;

  /**
   * Sets up; nothing is started yet.
   *
   * @param command what starts a service on {@code home}
   */
  public ServiceProcess(Path home, List<String> command) {
    this.home = home;
    this.command = List.copyOf(command);
  }

  /**
   * A service run by this very Java and class path.
   *
   * @param mainClass the program's entry
   * @param jvmArguments such as {@code -Xmx4g}
   */
  public static ServiceProcess ofThisProgram(
      Path home, String mainClass, List<String> jvmArguments) {
    List<String> command = new ArrayList<>();
    Path setsid = Path.of("/usr/bin/setsid");
    if (Files.isExecutable(setsid)) {
      // Its own session: a Ctrl-C in the window's terminal is not for the service.
      command.add(setsid.toString());
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(jvmArguments);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
    command.addAll(List.of("service", "--home", home.toString()));
    return new ServiceProcess(home, command);
  }

  /** The service that already runs on this home folder, if it answers. */
  public Optional<HttpServiceClient> attach() throws IOException {
    Optional<Endpoint> endpoint = Endpoint.read(home);
    if (endpoint.isEmpty()) {
      return Optional.empty();
    }
    HttpServiceClient client = new HttpServiceClient(endpoint.get());
    try {
      client.send(new ServiceRequest.Hello());
      return Optional.of(client);
    } catch (ServiceException | BadInputException e) {
      // The file was left by a process that is gone, or its port is another program's now.
      client.close();
      return Optional.empty();
    }
  }

  /**
   * Attaches, or starts the service and attaches.
   *
   * @throws BadInputException if the folder names a service that never ran here and does not answer
   * @throws ServiceException if it does not come up; the message holds what it said
   */
  public HttpServiceClient attachOrStart() throws IOException, InterruptedException {
    Optional<HttpServiceClient> running = attach();
    if (running.isPresent()) {
      return running.get();
    }
    refuseWhatIsElsewhere();
    return start();
  }

  /**
   * A file that was copied from another machine names a service there. To start one here would
   * overwrite it, and the person would work on this machine without knowing.
   */
  private void refuseWhatIsElsewhere() throws IOException {
    Optional<Endpoint> named = Endpoint.read(home);
    if (named.isPresent() && !Files.exists(home.resolve(LOCK))) {
      throw new BadInputException(
          "No service answers at %s, which %s names and which never ran on this machine; start it"
                  .formatted(named.get().address(), home.resolve("service.json"))
              + " there, open the tunnel, and copy the file again.");
    }
  }

  private HttpServiceClient start() throws IOException, InterruptedException {
    Files.createDirectories(home);
    File log = home.resolve("service.log").toFile();
    Process process =
        new ProcessBuilder(command)
            .redirectInput(ProcessBuilder.Redirect.from(nothing()))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
            .start();
    long deadline = System.nanoTime() + START.toNanos();
    while (System.nanoTime() < deadline) {
      Optional<HttpServiceClient> client = attach();
      if (client.isPresent()) {
        return client.get();
      }
      if (process.waitFor(50, TimeUnit.MILLISECONDS) && process.exitValue() != 0) {
        break;
      }
    }
    process.destroyForcibly();
    throw new ServiceException(
        "The service did not start; its last words are in %s: %s".formatted(log, lastLine(log)),
        null);
  }

  private static File nothing() {
    return new File(System.getProperty("os.name").startsWith("Windows") ? "NUL" : "/dev/null");
  }

  private static String lastLine(File log) throws IOException {
    List<String> lines = Files.readAllLines(log.toPath());
    return lines.isEmpty() ? "" : lines.getLast();
  }
}
