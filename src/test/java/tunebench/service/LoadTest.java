package tunebench.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tunebench.protocol.JobInfo;
import tunebench.protocol.JobRequest;
import tunebench.protocol.JobState;
import tunebench.protocol.Task;
import tunebench.run.RunStatus;
import tunebench.run.StepPoint;

/**
 * What fifty windows that follow a run cost it. They are in a process of their own, and come and go
 * in turns with as many steps unwatched, so that what else happens on the machine falls on both.
 *
 * <p>The windows' own work is no part of the cost, but on one machine they take it from the run's
 * processors. With {@code TUNEBENCH_TIMED} set, on a machine where nothing else runs, they get what
 * time one processor has left, and the run is held to 3 %; for how many turns: {@code
 * -Dtunebench.load.turns=20}.
 */
class LoadTest {
  private static final int WINDOWS = 50;
  private static final int TURNS = Integer.getInteger("tunebench.load.turns", 2);
  private static final boolean TIMED = System.getenv("TUNEBENCH_TIMED") != null;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  @TempDir Path folder;

  /** Steps of known work, 1,000 of them a second as long as the processor is the run's own. */
  @Test
  void atAThousandStepsASecondNoWindowMissesOneAndTheRunHardlySlows() throws Exception {
    Path home = folder.resolve("home");
    try (Service service = Service.open(home, Path.of(""))) {
      service.store().add(SomeRuns.run("watched", "", RunStatus.RUNNING, Double.NaN));
      service.listen("127.0.0.1", 0, null);
      try (ManyWindows windows = new ManyWindows(home, "watched", WINDOWS, TIMED)) {
        Work work = new Work(service);
        List<Turn> turns = turns(windows, work);
        assertThat(service.recorder().flush()).isTrue();
        assertThat(service.store().steps("watched", 0, 0))
            .extracting(StepPoint::step)
            .isEqualTo(IntStream.rangeClosed(1, work.step).boxed().toList());
        judge("steps of known work", turns);
      }
    }
  }

  /** What makes steps and says what they took. */
  private interface Stepping {
    /** Steps of a block: a second or so. */
    int block();

    Block steps(int count) throws InterruptedException;

    /** The number of the last step. */
    int step();

    /** How many of a block's steps each window hears of at least. */
    int heard();
  }

  /** Now watched first, now alone first: a machine that warms up favours neither. */
  private static List<Turn> turns(ManyWindows windows, Stepping run) throws Exception {
    List<Turn> turns = new ArrayList<>();
    for (int turn = -1; turn < TURNS; turn++) {
      boolean watchedFirst = turn % 2 == 0;
      Block first = block(windows, run, watchedFirst);
      Block second = block(windows, run, !watchedFirst);
      if (turn >= 0) {
        turns.add(watchedFirst ? new Turn(first, second) : new Turn(second, first));
      }
    }
    return turns;
  }

  private static Block block(ManyWindows windows, Stepping run, boolean watched) throws Exception {
    if (watched) {
      windows.come();
    }
    run.steps(run.block() / 5);
    Block block = run.steps(run.block());
    if (watched) {
      assertThat(windows.leave(run.step())).isGreaterThanOrEqualTo(run.heard());
    }
    return block;
  }

  /** The run: each step is so much arithmetic, and is then told. */
  private static final class Work implements Stepping {
    private static final int BLOCK = 1_000;
    private static final double STEP_NANOS = 0.95e6;

    private final Service service;
    private final int rounds;
    private double result = 1;
    private int step;

    Work(Service service) {
      this.service = service;
      arithmetic(50_000_000);
      long start = THREADS.getCurrentThreadCpuTime();
      arithmetic(50_000_000);
      this.rounds = (int) (50_000_000 * STEP_NANOS / (THREADS.getCurrentThreadCpuTime() - start));
    }

    private void arithmetic(int times) {
      double x = result;
      for (int i = 0; i < times; i++) {
        x = x * 0.999_999 + 1e-6;
      }
      result = x;
    }

    @Override
    public int block() {
      return BLOCK;
    }

    @Override
    public int step() {
      return step;
    }

    @Override
    public int heard() {
      return BLOCK + BLOCK / 5;
    }

    @Override
    public Block steps(int count) {
      long processor = THREADS.getCurrentThreadCpuTime();
      long clock = System.nanoTime();
      for (int i = 0; i < count; i++) {
        arithmetic(rounds);
        step++;
        service.recorder().step("watched", SomeRuns.step(step));
      }
      assertThat(result).isPositive();
      return new Block(
          count, THREADS.getCurrentThreadCpuTime() - processor, System.nanoTime() - clock);
    }
  }

  /** A real run: what its thread takes for a step, and what the clock says. */
  @Test
  void aRealRunIsFollowedAndHardlySlows() throws Exception {
    Path home = folder.resolve("home");
    try (Service service = Service.open(home, Path.of(""))) {
      service.listen("127.0.0.1", 0, null);
      InProcessClient client = new InProcessClient(service);
      String dataset = Waiting.dataset(client, TinyShop.csv(folder.resolve("a.csv"), 60));
      Path model = TinyShop.model(folder.resolve("m"));
      int many = 1_000_000;
      JobInfo job =
          Waiting.submit(client, new Task.Train(TinyShop.spec(model, dataset, many, many)));
      try (ManyWindows windows = new ManyWindows(home, job.run(), WINDOWS, TIMED)) {
        Run run = new Run(client, job.run());
        run.steps(300);
        List<Turn> turns = turns(windows, run);
        client.send(new JobRequest.Finish(job.id()));
        Waiting.state(client, job.id(), JobState.DONE);
        judge("a real run", turns);
      }
    }
  }

  /** A run of the service, watched from beside. */
  private record Run(InProcessClient client, String id) implements Stepping {
    private static final int BLOCK = 150;

    @Override
    public int block() {
      return BLOCK;
    }

    @Override
    public int heard() {
      return BLOCK;
    }

    @Override
    public int step() {
      return Waiting.run(client, id).summary().step();
    }

    /** Waits for so many steps. */
    @Override
    public Block steps(int count) throws InterruptedException {
      int from = step();
      long processor = deviceNanos();
      long clock = System.nanoTime();
      int now = from;
      while (now < from + count) {
        Thread.sleep(20);
        now = step();
      }
      return new Block(now - from, deviceNanos() - processor, System.nanoTime() - clock);
    }

    private static long deviceNanos() {
      for (long id : THREADS.getAllThreadIds()) {
        var info = THREADS.getThreadInfo(id);
        if (info != null && info.getThreadName().equals("device")) {
          return THREADS.getThreadCpuTime(id);
        }
      }
      throw new IllegalStateException("there is no thread of the device");
    }
  }

  /** So many steps, the time that their thread took, and the time that passed. */
  private record Block(int steps, long processorNanos, long clockNanos) {
    double processor() {
      return processorNanos / 1e6 / steps;
    }

    double clock() {
      return clockNanos / 1e6 / steps;
    }
  }

  /** Steps with all windows beside steps with none. */
  private record Turn(Block watched, Block alone) {
    double processor() {
      return watched.processor() / alone.processor();
    }

    double clock() {
      return watched.clock() / alone.clock();
    }
  }

  private static double median(List<Turn> turns, ToDoubleFunction<Turn> figure) {
    double[] sorted = turns.stream().mapToDouble(figure).sorted().toArray();
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }

  private static void judge(String what, List<Turn> turns) {
    System.out.printf(
        "PRINT %s, %d windows against none, medians of %d turns: the run's thread took %.4f ms"
            + " a step against %.4f (%+.2f %%), the clock %.4f against %.4f (%+.2f %%)%n",
        what,
        WINDOWS,
        turns.size(),
        median(turns, t -> t.watched().processor()),
        median(turns, t -> t.alone().processor()),
        100 * (median(turns, Turn::processor) - 1),
        median(turns, t -> t.watched().clock()),
        median(turns, t -> t.alone().clock()),
        100 * (median(turns, Turn::clock) - 1));
    if (TIMED) {
      assertThat(median(turns, Turn::processor)).isLessThan(1.03);
      assertThat(median(turns, Turn::clock)).isLessThan(1.03);
    }
  }
}
