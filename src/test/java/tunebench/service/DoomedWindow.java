package tunebench.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import tunebench.client.HttpServiceClient;
import tunebench.protocol.Endpoint;
import tunebench.protocol.Event;
import tunebench.protocol.RunRequest;
import tunebench.protocol.Task;
import tunebench.protocol.Wire;
import tunebench.run.StepPoint;
import tunebench.run.TrainSpec;

/**
 * A window in a process of its own, to be killed. It starts a run, or finds one that is there, and
 * shows the steps that were and those that come, one a line.
 */
final class DoomedWindow implements AutoCloseable {
  private final Process process;
  private final BufferedReader shown;

  /** Opens one on a run's id, or on the settings of a run to start, as JSON. */
  DoomedWindow(Path home, String runOrSpec) throws IOException {
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx200m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                DoomedWindow.class.getName(),
                home.toString(),
                runOrSpec)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    shown = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
  }

  /** The next line: first the run's id, then steps. */
  String next() throws IOException {
    String line = shown.readLine();
    if (line == null) {
      throw new IOException("the window ended by itself");
    }
    return line;
  }

  /** As {@code kill -9} does. */
  @Override
  public void close() throws IOException {
    process.destroyForcibly().onExit().join();
    shown.close();
  }

  /** The process. */
  public static void main(String[] args) throws Exception {
    HttpServiceClient client = new HttpServiceClient(Endpoint.read(Path.of(args[0])).orElseThrow());
    BlockingQueue<Event.Stepped> events = new LinkedBlockingQueue<>();
    CountDownLatch connected = new CountDownLatch(1);
    var _ =
        client.follow(
            null,
            n -> {
              if (n.event() instanceof Event.Stepped stepped) {
                events.add(stepped);
              }
            },
            now -> connected.countDown());
    connected.await();
    String run = args[1];
    if (run.startsWith("{")) {
      TrainSpec spec = Wire.read(TrainSpec.class, run.getBytes(UTF_8));
      run = Waiting.submit(client, new Task.Train(spec)).run();
    }
    System.out.println(run);
    int last = 0;
    for (StepPoint step : client.send(new RunRequest.Steps(run, 0, 0)).steps()) {
      System.out.println(step.step());
      last = step.step();
    }
    while (true) {
      Event.Stepped event = events.take();
      if (event.run().equals(run) && event.step().step() > last) {
        System.out.println(event.step().step());
      }
    }
  }
}
