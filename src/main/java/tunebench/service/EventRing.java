package tunebench.service;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import tunebench.protocol.Event;
import tunebench.protocol.EventId;
import tunebench.protocol.Numbered;
import tunebench.protocol.Wire;

/**
 * The last events, by number. Telling costs the teller an array store: it never waits for a
 * listener, and a listener that falls behind by more than the ring holds is told of the gap.
 */
public final class EventRing implements AutoCloseable {
  /** How long an event may lie before listeners are woken: they are served in batches. */
  private static final long WAKE_NANOS = 5_000_000;

  /** An event and, once a listener asked for it, its JSON. */
  private static final class Slot {
    private final Numbered numbered;
    private volatile byte @org.jspecify.annotations.Nullable [] json;

    Slot(Numbered numbered) {
      this.numbered = numbered;
    }

    // Two listeners may both write it; they write the same.
    byte[] json() {
      byte[] known = json;
      if (known == null) {
        known = Wire.bytes(Event.class, numbered.event());
        json = known;
      }
      return known;
    }
  }

  /** An event as a stream sends it. */
  @SuppressWarnings("ArrayRecordComponent")
  public record Line(EventId id, byte[] json) {}

  private final long start;
  private final AtomicReferenceArray<Slot> slots;
  private final ReentrantLock telling = new ReentrantLock();
  private final ReentrantLock waiting = new ReentrantLock();
  private final Condition news = waiting.newCondition();
  private final Thread waker;
  private volatile long last;
  private volatile boolean closed;

  /**
   * Sets up.
   *
   * @param start tells this start of the service from others
   * @param size events that are kept
   */
  public EventRing(long start, int size) {
    this.start = start;
    this.slots = new AtomicReferenceArray<>(size);
    this.waker = Thread.ofPlatform().daemon().name("event-waker").start(this::wake);
  }

  /** Tells an event to all listeners, now or later. */
  public void tell(Event event) {
    telling.lock();
    try {
      long number = last + 1;
      slots.set(
          (int) (number % slots.length()),
          new Slot(new Numbered(new EventId(start, number), event)));
      last = number;
    } finally {
      telling.unlock();
    }
  }

  /** The newest event's place. */
  public EventId newest() {
    return new EventId(start, last);
  }

  private void wake() {
    long seen = 0;
    while (!closed) {
      LockSupport.parkNanos(WAKE_NANOS);
      long now = last;
      if (now != seen) {
        seen = now;
        signal();
      }
    }
    signal();
  }

  private void signal() {
    waiting.lock();
    try {
      news.signalAll();
    } finally {
      waiting.unlock();
    }
  }

  /**
   * The events behind one that was seen; waits for the first. Begins with a {@link Event.Gap},
   * under the number of the last event that is lost, where some are.
   *
   * @param millis longest wait; an empty list says that nothing happened
   */
  public List<Line> after(EventId seen, long millis) throws InterruptedException {
    boolean other = seen.start() != start || seen.number() > last;
    long from = other ? 0 : seen.number();
    await(from, millis);
    long until = last;
    long oldest = Math.max(from, until - slots.length() + 1);
    List<Line> lines = new ArrayList<>();
    for (long number = oldest + 1; number <= until; number++) {
      Slot slot = slots.get((int) (number % slots.length()));
      if (slot.numbered.id().number() != number) {
        // Overwritten while it was being read.
        lines.clear();
        oldest = number;
      } else {
        lines.add(new Line(slot.numbered.id(), slot.json()));
      }
    }
    if (other || oldest > from) {
      lines.addFirst(
          new Line(new EventId(start, oldest), Wire.bytes(Event.class, new Event.Gap())));
    }
    return lines;
  }

  private void await(long from, long millis) throws InterruptedException {
    long left = TimeUnit.MILLISECONDS.toNanos(millis);
    waiting.lock();
    try {
      while (last <= from && left > 0 && !closed) {
        left = news.awaitNanos(left);
      }
    } finally {
      waiting.unlock();
    }
  }

  public boolean closed() {
    return closed;
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(waker);
  }
}
