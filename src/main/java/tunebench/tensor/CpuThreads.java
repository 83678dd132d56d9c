package tunebench.tensor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How many threads one operator shall use on a CPU.
 *
 * @param reason one sentence for the person
 */
public record CpuThreads(int count, String reason) {
  private static final String VARIABLE = "OMP_NUM_THREADS";
  private static final Path LINUX = Path.of("/proc/cpuinfo");

  /** Multiplications of a product below which waking a second thread costs more than it brings. */
  private static final long FEW = 1 << 25;

  private static final Pattern NUMBER =
      Pattern.compile("(processor|siblings|cpu cores)\\s*:\\s*(\\d+)");

  /** Whether the person's environment says how many, which is then left alone. */
  static boolean chosenByUser() {
    return System.getenv(VARIABLE) != null;
  }

  /**
   * One for each core that this process may use: two threads of one core share its multipliers, so
   * a second gains nothing. Java counts what an affinity or a container's quota leaves, which
   * PyTorch does not.
   */
  public static CpuThreads ofMachine() {
    return of(Runtime.getRuntime().availableProcessors(), LINUX);
  }

  /** What is in use now, and why. */
  public static CpuThreads now() {
    int used = Torch.threads();
    if (chosenByUser()) {
      return new CpuThreads(used, "%d threads: %s says so.".formatted(used, VARIABLE));
    }
    CpuThreads machine = ofMachine();
    return machine.count == used
        ? machine
        : new CpuThreads(used, "%d threads were asked for.".formatted(used));
  }

  /**
   * Does work whose typical product has so many multiplications, with one thread where they are
   * few.
   */
  public static <T> T suiting(long multiplications, Supplier<T> work) {
    int usual = Torch.threads();
    if (usual == 1 || multiplications >= FEW) {
      return work.get();
    }
    Torch.threads(1);
    try {
      return work.get();
    } finally {
      Torch.threads(usual);
    }
  }

  /**
   * Chooses.
   *
   * @param processors that this process may use
   * @param cpuinfo Linux's list; where it is missing each processor counts as a core
   */
  static CpuThreads of(int processors, Path cpuinfo) {
    int cores = cores(cpuinfo).orElse(processors);
    int count = Math.min(processors, cores);
    String found = "this process may use %d processors".formatted(processors);
    if (cores < processors) {
      found += ", which belong to %d %s".formatted(cores, cores == 1 ? "core" : "cores");
    }
    return new CpuThreads(
        count, "%d %s: %s.".formatted(count, count == 1 ? "thread" : "threads", found));
  }

  private static OptionalInt cores(Path cpuinfo) {
    if (!Files.isReadable(cpuinfo)) {
      return OptionalInt.empty();
    }
    int processors = 0;
    int siblings = 0;
    int cores = 0;
    try (Stream<String> lines = Files.lines(cpuinfo)) {
      for (String line : (Iterable<String>) lines::iterator) {
        Matcher number = NUMBER.matcher(line);
        if (!number.matches()) {
          continue;
        }
        int value = Integer.parseInt(number.group(2));
        switch (number.group(1)) {
          case "processor" -> processors++;
          case "siblings" -> siblings = value;
          default -> cores = value;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return cores < 1 || siblings < cores
        ? OptionalInt.empty()
        : OptionalInt.of(Math.max(1, processors * cores / siblings));
  }
}
