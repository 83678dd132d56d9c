package tunebench.ui.journey;

import com.sun.glass.ui.Application;
import com.sun.glass.ui.InvokeLaterDispatcher;
import com.sun.glass.ui.Window;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Times every task of the FX thread: what is handed to it, its frames among that, and each event of
 * mouse and keys. It sits where JavaFX's window layer takes them in, which is no public door; on
 * GTK alone. What counts is the processor time that the thread itself used, because on a busy
 * machine it may be waiting for its turn; the time on the clock is kept too.
 */
final class FxWatch implements AutoCloseable {
  private static final double LONG_MILLIS = 50;
  private static final long LOOK_MILLIS = 5;

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final Map<String, Integer> seen = new LinkedHashMap<>();
  private final List<Task> kept = new ArrayList<>();
  private final Thread fx;
  private final Thread sampler;
  private volatile boolean open = true;
  private volatile String doing = "start";
  private volatile long running;
  private int depth;
  private int tasks;
  private double longestBusy;
  private double longest;

  /**
   * A task that took long.
   *
   * @param doing what the journey was at
   * @param millis on the clock
   * @param busyMillis of the processor, used by the FX thread
   * @param stack where it was seen most, innermost first
   */
  record Task(String doing, double millis, double busyMillis, String stack) {}

  private FxWatch() throws ReflectiveOperationException {
    fx = Thread.currentThread();
    Application application = Application.GetApplication();
    Field dispatcher = application.getClass().getDeclaredField("invokeLaterDispatcher");
    dispatcher.setAccessible(true);
    Field submitter = InvokeLaterDispatcher.class.getDeclaredField("invokeLaterSubmitter");
    submitter.setAccessible(true);
    Object inner = dispatcher.get(application);
    var plain = (InvokeLaterDispatcher.InvokeLaterSubmitter) submitter.get(inner);
    submitter.set(
        inner,
        (InvokeLaterDispatcher.InvokeLaterSubmitter)
            task -> plain.submitForLaterInvocation(() -> timed(task)));
    wrapViews();
    sampler = Thread.ofPlatform().daemon().name("fx-watch").start(this::sample);
  }

  /** Begins to watch when the window is ready: how long that takes is another question. */
  static FxWatch onceReady(Traveller traveller) {
    new Hand(traveller.stage())
        .until("the window is ready", () -> traveller.bench().shell() != null);
    return Hand.onFx(FxWatch::new);
  }

  /** Names what is being done from now on. */
  void doing(String step) {
    doing = step;
  }

  /** Popups and dialogs have views of their own. */
  private void wrapViews() {
    for (Window window : Window.getWindows()) {
      if (window.getView() != null
          && !(window.getView().getEventHandler() instanceof TimedEvents)) {
        window
            .getView()
            .setEventHandler(new TimedEvents(window.getView().getEventHandler(), this::timed));
      }
    }
  }

  /** Runs a task; one within another, as in a dialog's own loop, counts as part of it. */
  void timed(Runnable task) {
    if (depth > 0) {
      task.run();
      return;
    }
    long busy = threads.getCurrentThreadCpuTime();
    long began = System.nanoTime();
    running = began;
    depth++;
    try {
      task.run();
    } finally {
      depth--;
      running = 0;
      took((System.nanoTime() - began) / 1e6, (threads.getCurrentThreadCpuTime() - busy) / 1e6);
      if (tasks % 50 == 0) {
        wrapViews();
      }
    }
  }

  private void took(double millis, double busyMillis) {
    tasks++;
    String most;
    synchronized (seen) {
      most =
          seen.entrySet().stream()
              .max(Map.Entry.comparingByValue())
              .map(Map.Entry::getKey)
              .orElse("");
      seen.clear();
    }
    // None of the window's: the robot moving the pointer, and the drag out of the other window.
    if (most.contains("Robot.") || most.contains("DnDGesture.dragDetected")) {
      return;
    }
    longest = Math.max(longest, millis);
    longestBusy = Math.max(longestBusy, busyMillis);
    if (busyMillis > LONG_MILLIS) {
      synchronized (kept) {
        kept.add(new Task(doing, millis, busyMillis, most));
      }
    }
  }

  private void sample() {
    try {
      while (open) {
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        long since = running;
        if (since != 0 && System.nanoTime() - since > 2 * LOOK_MILLIS * 1_000_000) {
          String stack = stack(fx.getStackTrace());
          synchronized (seen) {
            if (running == since) {
              seen.merge(stack, 1, Integer::sum);
            }
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String stack(StackTraceElement[] frames) {
    return Arrays.stream(frames)
        .map(f -> f.getClassName().replaceAll(".*\\.", "") + "." + f.getMethodName())
        .filter(f -> !f.contains("Lambda"))
        .limit(80)
        .collect(Collectors.joining(" < "));
  }

  /** Tasks that kept the FX thread at work for more than 50 ms, the longest first. */
  List<Task> tooLong() {
    synchronized (kept) {
      return kept.stream().sorted(Comparator.comparingDouble(Task::busyMillis).reversed()).toList();
    }
  }

  /** What was seen, in lines for people. */
  String report() {
    StringBuilder out =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "FX thread: %,d tasks; the longest took %.0f ms of the processor (%.0f ms on the"
                    + " clock); %d took more than %.0f ms%n",
                tasks,
                longestBusy,
                longest,
                tooLong().size(),
                LONG_MILLIS));
    for (Task t : tooLong()) {
      out.append(
          String.format(
              Locale.ROOT,
              "  %5.0f ms (%.0f on the clock) %s: %s%n",
              t.busyMillis(),
              t.millis(),
              t.doing(),
              t.stack()));
    }
    return out.toString();
  }

  @Override
  public void close() {
    open = false;
    sampler.interrupt();
  }
}
