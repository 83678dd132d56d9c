package tunebench.ui;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.animation.AnimationTimer;
import javafx.scene.Node;
import javafx.scene.control.Labeled;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import tunebench.protocol.Event;
import tunebench.protocol.JobRequest;
import tunebench.protocol.JobState;
import tunebench.run.RunKind;
import tunebench.run.RunStatus;
import tunebench.ui.fake.FakeRuns;
import tunebench.ui.fake.FakeService;
import tunebench.ui.fake.FakeSteps;
import tunebench.ui.shell.Shell;
import tunebench.ui.work.Chooser;
import tunebench.ui.work.Memory;
import tunebench.ui.work.Place;
import tunebench.ui.work.Work;

/**
 * Counts the frames of lab 4 while a run of 100,000 steps is on the screen and 300 more come in
 * each second: {@code xvfb-run -a mvn -q test-compile exec:exec@frames}. Arguments: steps, seconds.
 */
public final class FrameRate {
  private static final int PER_TICK = 10;
  private static final long TICK_MILLIS = 33;

  private FrameRate() {}

  public static void main(String[] args) {
    try {
      watch(args);
      System.exit(0);
    } catch (Exception | AssertionError e) {
      // The toolkit would keep the program alive.
      e.printStackTrace();
      System.exit(1);
    }
  }

  private static void watch(String[] args) throws Exception {
    int steps = args.length > 0 ? Integer.parseInt(args[0]) : 100_000;
    int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 10;
    Stages.toolkit();
    FakeService fake = FakeService.used();
    Stage stage = Stages.fx(Stage::new);
    Workbench bench =
        Stages.fx(
            () -> {
              var made = new Workbench(Work.onFx(), Memory.none(), Chooser.none(), () -> fake);
              made.open(stage);
              stage.setWidth(1280);
              stage.setHeight(800);
              return made;
            });
    Shell shell = shell(bench);
    Stages.run(() -> shell.go(Place.TRAIN));
    // Places are made a few frames later, one part after the other.
    waitFor(() -> shell.lookup("#start-run") != null);
    Stages.run(() -> Scenes.press(shell, "#start-run"));
    waitFor(() -> !fake.asked(JobRequest.Submit.class).isEmpty());
    String run = fake.lastJob().run();
    fake.move(fake.lastJob().id(), JobState.RUNNING, 1, steps + 10_000L, "");
    fake.tell(
        new Event.RunChanged(FakeRuns.summary(run, RunKind.TRAIN, "long", RunStatus.RUNNING)));
    var next = new AtomicInteger(1);
    while (next.get() <= steps) {
      fake.tell(new Event.Stepped(run, FakeSteps.step(next.getAndIncrement(), 0)));
    }
    waitFor(() -> shell.lookupAll(".label").stream().anyMatch(node -> says(node, steps)));
    try (var timer = Executors.newSingleThreadScheduledExecutor()) {
      var _ =
          timer.scheduleAtFixedRate(
              () -> {
                for (int i = 0; i < PER_TICK; i++) {
                  fake.tell(new Event.Stepped(run, FakeSteps.step(next.getAndIncrement(), 0)));
                }
              },
              0,
              TICK_MILLIS,
              TimeUnit.MILLISECONDS);
      measure(2);
      Frames frames = measure(seconds);
      timer.shutdownNow();
      System.out.printf(
          Locale.ROOT,
          "%,d steps on the screen, %d more a second: %.1f frames a second, 99 of 100 gaps"
              + " within %.0f ms, the longest %.0f ms;"
              + " per frame %.1f ms of the FX thread and %.1f ms of the render thread%n",
          next.get() - 1,
          1000 / TICK_MILLIS * PER_TICK,
          frames.count() / (double) seconds,
          frames.usual(),
          frames.longest(),
          frames.fxMillis() / frames.count(),
          frames.renderMillis() / frames.count());
    }
  }

  /**
   * What came of some seconds.
   *
   * @param usual gap between two frames that 99 of 100 stay within, in milliseconds
   * @param longest gap between two frames, in milliseconds
   * @param fxMillis of the processor that the FX thread used
   * @param renderMillis the same of the thread that draws
   */
  private record Frames(
      int count, double usual, double longest, double fxMillis, double renderMillis) {}

  private static Frames measure(int seconds) throws Exception {
    var counter = new Counter();
    long fx = Stages.fx(() -> Thread.currentThread().threadId());
    long render =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().startsWith("QuantumRenderer"))
            .mapToLong(Thread::threadId)
            .findAny()
            .orElse(fx);
    var threads = ManagementFactory.getThreadMXBean();
    long fxBefore = threads.getThreadCpuTime(fx);
    long renderBefore = threads.getThreadCpuTime(render);
    Stages.run(counter::start);
    TimeUnit.SECONDS.sleep(seconds);
    Stages.run(counter::stop);
    return new Frames(
        counter.frames,
        counter.share(0.99),
        counter.longest,
        (threads.getThreadCpuTime(fx) - fxBefore) / 1e6,
        (threads.getThreadCpuTime(render) - renderBefore) / 1e6);
  }

  private static final class Counter extends AnimationTimer {
    private final List<Double> gaps = new ArrayList<>();
    private int frames;
    private long last;
    private double longest;

    @Override
    public void handle(long now) {
      frames++;
      if (last != 0) {
        gaps.add((now - last) / 1e6);
        longest = Math.max(longest, (now - last) / 1e6);
      }
      last = now;
    }

    double share(double share) {
      return gaps.stream().sorted().skip((long) (share * gaps.size())).findFirst().orElse(0.0);
    }
  }

  private static boolean says(Node node, int steps) {
    return node instanceof Labeled label
        && label.getText() != null
        && label.getText().contains(String.format(Locale.ROOT, "step %,d of", steps));
  }

  private static Shell shell(Workbench bench) throws Exception {
    waitFor(() -> bench.shell() != null);
    @Nullable Shell shell = bench.shell();
    return Objects.requireNonNull(shell);
  }

  private static void waitFor(Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
    while (!Stages.fx(condition)) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("The window did not come so far within two minutes.");
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }
}
