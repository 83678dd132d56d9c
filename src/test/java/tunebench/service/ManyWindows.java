package tunebench.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tunebench.client.HttpServiceClient;
import tunebench.client.ServiceClient.Subscription;
import tunebench.protocol.Endpoint;
import tunebench.protocol.Event;
import tunebench.protocol.Numbered;

/**
 * Windows that follow a service, in a process of their own: they come and go as often as asked for,
 * and each says whether it heard every step.
 */
public final class ManyWindows implements AutoCloseable {
  private final Process process;
  private final BufferedReader said;
  private final OutputStream orders;

  /**
   * Starts the process; nobody follows yet.
   *
   * @param aside whether they get one processor, and only what time it has left: the nearest to a
   *     machine of their own
   */
  public ManyWindows(Path home, String run, int windows, boolean aside) throws IOException {
    List<String> command = new ArrayList<>();
    if (aside) {
      command.addAll(List.of("taskset", "-c", "1", "chrt", "--idle", "0"));
    }
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx600m",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            ManyWindows.class.getName(),
            home.toString(),
            run,
            Integer.toString(windows)));
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    said = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    orders = process.getOutputStream();
  }

  /** All follow; returns once each is connected. */
  public void come() throws IOException {
    order("come");
  }

  /**
   * All leave, once each has heard the step; returns the steps that each one heard.
   *
   * @throws IllegalStateException if a window missed one, or heard one twice
   */
  public int leave(int lastStep) throws IOException {
    return Integer.parseInt(order("leave " + lastStep));
  }

  private String order(String words) throws IOException {
    orders.write((words + "\n").getBytes(UTF_8));
    orders.flush();
    String answer = said.readLine();
    if (answer == null || answer.startsWith("!")) {
      throw new IllegalStateException("the windows said: " + answer);
    }
    return answer;
  }

  @Override
  public void close() throws IOException {
    orders.close();
    process.destroy();
  }

  /** The process: does what its standard input says. */
  public static void main(String[] args) throws Exception {
    Endpoint endpoint = Endpoint.read(Path.of(args[0])).orElseThrow();
    List<Window> windows = new ArrayList<>();
    for (int i = 0; i < Integer.parseInt(args[2]); i++) {
      windows.add(new Window(endpoint, args[1]));
    }
    var orders = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    for (String order = orders.readLine(); order != null; order = orders.readLine()) {
      System.out.println(answer(order, windows));
    }
    System.exit(0);
  }

  private static String answer(String order, List<Window> windows) throws InterruptedException {
    if (order.equals("come")) {
      windows.forEach(Window::come);
      for (Window window : windows) {
        if (!window.connected.await(60, TimeUnit.SECONDS)) {
          return "!a window could not connect";
        }
      }
      return "all are here";
    }
    int last = Integer.parseInt(order.substring("leave ".length()));
    int fewest = Integer.MAX_VALUE;
    for (Window window : windows) {
      String problem = window.leave(last);
      if (!problem.isEmpty()) {
        return "!" + problem;
      }
      fewest = Math.min(fewest, window.heard.get());
    }
    return Integer.toString(fewest);
  }

  /** One of them. */
  private static final class Window {
    private final HttpServiceClient client;
    private final String run;
    private CountDownLatch connected = new CountDownLatch(1);
    private @Nullable Subscription subscription;
    private volatile int step;
    private final AtomicInteger heard = new AtomicInteger();
    private volatile String problem = "";

    Window(Endpoint endpoint, String run) {
      this.client = new HttpServiceClient(endpoint);
      this.run = run;
    }

    void come() {
      step = 0;
      heard.set(0);
      connected = new CountDownLatch(1);
      CountDownLatch here = connected;
      subscription = client.follow(null, this::hear, now -> here.countDown());
    }

    private void hear(Numbered numbered) {
      if (numbered.event() instanceof Event.Gap) {
        problem = "a window was told of a gap behind step " + step;
      }
      if (numbered.event() instanceof Event.Stepped stepped && stepped.run().equals(run)) {
        int now = stepped.step().step();
        if (step > 0 && now != step + 1) {
          problem = "a window heard step %d behind step %d".formatted(now, step);
        }
        step = now;
        heard.incrementAndGet();
      }
    }

    String leave(int last) throws InterruptedException {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      while (step < last && problem.isEmpty()) {
        if (System.nanoTime() > deadline) {
          problem = "a window heard nothing behind step %d of %d".formatted(step, last);
        }
        Thread.sleep(1);
      }
      if (subscription != null) {
        subscription.close();
      }
      return problem;
    }
  }
}
