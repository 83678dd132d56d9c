package tunebench.hub;

import java.util.ArrayDeque;
import java.util.Deque;

/** Bytes per second over the last ten seconds. */
final class Speed {
  private static final double WINDOW = 10;

  private record Mark(double second, long bytes) {}

  private final Deque<Mark> marks = new ArrayDeque<>();

  /** Notes how many bytes there are at a second, and returns the speed, 0 while not known. */
  double at(double second, long bytes) {
    marks.addLast(new Mark(second, bytes));
    while (marks.size() > 2 && second - marks.getFirst().second() > WINDOW) {
      marks.removeFirst();
    }
    Mark first = marks.getFirst();
    double seconds = second - first.second();
    return seconds <= 0 ? 0 : Math.max(0, (bytes - first.bytes()) / seconds);
  }
}
