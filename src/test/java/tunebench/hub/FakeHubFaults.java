package tunebench.hub;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;

/** Wrong answers, each given once instead of the right one. */
final class FakeHubFaults {
  private final ConcurrentLinkedQueue<Fault> faults = new ConcurrentLinkedQueue<>();

  /**
   * A wrong answer.
   *
   * @param within what the request's path holds
   * @param bytes after which the right answer breaks off; -1 for an answer of its own
   */
  record Fault(String within, int status, Map<String, String> headers, int bytes) {}

  /** The next answers to requests whose path holds {@code within} are these. */
  void fail(String within, int status, int times, Map<String, String> headers) {
    for (int i = 0; i < times; i++) {
      faults.add(new Fault(within, status, headers, -1));
    }
  }

  /** The next answer to such a request breaks off after so many bytes. */
  void cut(String within, int bytes) {
    faults.add(new Fault(within, 0, Map.of(), bytes));
  }

  void clear() {
    faults.clear();
  }

  /** What to answer instead. */
  Optional<Fault> instead(String path) {
    return next(fault -> path.contains(fault.within()) && fault.bytes() < 0);
  }

  /** Where to break off. */
  Optional<Fault> brokenOff(String path) {
    return next(fault -> path.contains(fault.within()) && fault.bytes() >= 0);
  }

  private Optional<Fault> next(Predicate<Fault> meant) {
    for (Fault fault : faults) {
      if (meant.test(fault) && faults.remove(fault)) {
        return Optional.of(fault);
      }
    }
    return Optional.empty();
  }
}
