package tunebench.service;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tunebench.client.HttpServiceClient;
import tunebench.client.ServiceProcess;
import tunebench.protocol.Endpoint;
import tunebench.protocol.ServiceReply;
import tunebench.protocol.ServiceRequest;

/** The service as a process of its own, to be killed. */
public final class RealService {
  private final HttpServiceClient client;
  private final ProcessHandle process;

  private final Path home;

  private RealService(Path home, HttpServiceClient client, ProcessHandle process) {
    this.home = home;
    this.client = client;
    this.process = process;
  }

  /** Where it listens. */
  public Endpoint endpoint() throws IOException {
    return Endpoint.read(home).orElseThrow();
  }

  /** Its process. */
  public long processId() {
    return process.pid();
  }

  /** Starts the program's own command on a home folder. */
  public static RealService start(Path home) throws IOException, InterruptedException {
    HttpServiceClient client = new ServiceProcess(home, command(home)).attachOrStart();
    ServiceReply.Welcome welcome = client.send(new ServiceRequest.Hello());
    return new RealService(home, client, ProcessHandle.of(welcome.processId()).orElseThrow());
  }

  /** One thread for PyTorch and a small heap: tests share the machine. */
  public static List<String> command(Path home, String... options) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("env", "OMP_NUM_THREADS=1", "MKL_NUM_THREADS=1"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "-Xmx400m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            "tunebench.launch.Main",
            "service",
            "--home",
            home.toString()));
    command.addAll(List.of(options));
    return command;
  }

  public HttpServiceClient client() {
    return client;
  }

  /** As {@code kill -9} does. */
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    gone();
    client.close();
  }

  /** Asks it to end, and waits until it has. */
  public void stop() throws InterruptedException {
    client.send(new ServiceRequest.Shutdown());
    gone();
    client.close();
  }

  private void gone() throws InterruptedException {
    try {
      process.onExit().get(120, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the service did not end", e);
    }
  }
}
