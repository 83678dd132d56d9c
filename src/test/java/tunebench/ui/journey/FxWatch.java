package tunebench.ui.journey;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javafx.application.Platform;

/**
 * Finds tasks that hold the FX thread for long. It hands the thread one empty task after another;
 * one that has to wait tells how long the thread was at something else. What counts is the
 * processor time that the thread itself used meanwhile, because on a busy machine it may be waiting
 * for its turn; the time on the clock is kept too.
 */
public final class FxWatch implements AutoCloseable {
  private static final double LONG_MILLIS = 50;
  private static final double LOOK_MILLIS = 25;

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final Thread fx;
  private final Thread watcher;
  private final List<Stall> stalls = new ArrayList<>();
  private volatile boolean open = true;
  private volatile String doing = "start";
  private long pings;

  /**
   * A time in which nothing else could happen.
   *
   * @param doing what the journey was at
   * @param millis on the clock
   * @param busyMillis of the processor, used by the FX thread
   * @param stack where it was seen most, innermost first
   */
  public record Stall(String doing, double millis, double busyMillis, String stack) {}

  /** Begins to watch when the window is ready: how long that takes is another question. */
  static FxWatch onceReady(Traveller traveller) throws InterruptedException {
    new Hand(traveller.stage())
        .until("the window is ready", () -> traveller.bench().shell() != null);
    return new FxWatch();
  }

  private FxWatch() throws InterruptedException {
    var found = new Thread[1];
    var ready = new CountDownLatch(1);
    Platform.runLater(
        () -> {
          found[0] = Thread.currentThread();
          ready.countDown();
        });
    ready.await();
    fx = found[0];
    watcher = Thread.ofPlatform().daemon().name("fx-watch").start(this::watch);
  }

  /** Names what is being done from now on. */
  public void doing(String step) {
    doing = step;
  }

  private void watch() {
    try {
      while (open) {
        ping();
        TimeUnit.MILLISECONDS.sleep(1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void ping() throws InterruptedException {
    var through = new CountDownLatch(1);
    long[] after = new long[1];
    long busy = threads.getThreadCpuTime(fx.threadId());
    long began = System.nanoTime();
    Platform.runLater(
        () -> {
          after[0] = threads.getCurrentThreadCpuTime();
          through.countDown();
        });
    Map<String, Integer> seen = new LinkedHashMap<>();
    while (!through.await((long) LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
      seen.merge(stack(fx.getStackTrace()), 1, Integer::sum);
    }
    pings++;
    double millis = (System.nanoTime() - began) / 1e6;
    if (millis > LONG_MILLIS) {
      String most =
          seen.entrySet().stream()
              .max(Map.Entry.comparingByValue())
              .map(Map.Entry::getKey)
              .orElse("");
      synchronized (stalls) {
        stalls.add(new Stall(doing, millis, (after[0] - busy) / 1e6, most));
      }
    }
  }

  private static String stack(StackTraceElement[] frames) {
    return Arrays.stream(frames)
        .map(f -> f.getClassName().replaceAll(".*\\.", "") + "." + f.getMethodName())
        .filter(f -> !f.contains("Lambda"))
        .limit(60)
        .collect(Collectors.joining(" < "));
  }

  /** Times of more than 50 ms in which the FX thread was at work, the longest first. */
  public List<Stall> tooLong() {
    synchronized (stalls) {
      return stalls.stream()
          .filter(s -> s.busyMillis() > LONG_MILLIS)
          .sorted(Comparator.comparingDouble(Stall::busyMillis).reversed())
          .toList();
    }
  }

  /** What was seen, in lines for people. */
  public String report() {
    List<Stall> all;
    synchronized (stalls) {
      all = List.copyOf(stalls);
    }
    double worst = all.stream().mapToDouble(Stall::busyMillis).max().orElse(0);
    StringBuilder out =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "FX thread: %,d looks, %d waits over %.0f ms on the clock, %d of them with more"
                    + " than that at work; longest at work %.0f ms%n",
                pings,
                all.size(),
                LONG_MILLIS,
                tooLong().size(),
                worst));
    for (Stall s : tooLong()) {
      out.append(
          String.format(
              Locale.ROOT,
              "  %5.0f ms (%.0f on the clock) %s: %s%n",
              s.busyMillis(),
              s.millis(),
              s.doing(),
              s.stack()));
    }
    return out.toString();
  }

  @Override
  public void close() throws InterruptedException {
    open = false;
    watcher.join(5000);
  }
}
