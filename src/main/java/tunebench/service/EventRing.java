package tunebench.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tunebench.protocol.Event;
import tunebench.protocol.EventId;
import tunebench.protocol.Numbered;
import tunebench.protocol.Wire;

/**
 * The last events, by number. Telling costs the teller an array store: it never waits for a
 * listener, and a listener that falls behind by more than the ring holds is told of the gap.
 */
public final class EventRing implements AutoCloseable {
  /** How long an event may lie before listeners are woken, after a time without any. */
  private static final long WAKE_NANOS = 5_000_000;

  /**
   * How long events gather, for each listener, while more and more come: a waking and a network
   * packet cost about the same whether they bring one event or fifty, so all listeners together are
   * woken at most 500 times a second.
   */
  private static final long GATHER_NANOS = 2_000_000;

  /** An event as listeners get it; made into JSON by the first of them, for all. */
  public static final class Line {
    private final Numbered numbered;
    private volatile byte @Nullable [] frame;

    Line(EventId id, Event event) {
      this.numbered = new Numbered(id, event);
    }

    public EventId id() {
      return numbered.id();
    }

    /** The event as JSON in one line. */
    public byte[] json() {
      return Wire.bytes(Event.class, numbered.event());
    }

    /**
     * The event as a server-sent event, its number included. The array is shared by all listeners.
     */
    public byte[] frame() {
      byte[] known = frame;
      if (known == null) {
        // Two listeners may both write it; they write the same.
        byte[] head = ("id: " + id() + "\ndata: ").getBytes(UTF_8);
        byte[] json = json();
        known = Arrays.copyOf(head, head.length + json.length + 2);
        System.arraycopy(json, 0, known, head.length, json.length);
        Arrays.fill(known, head.length + json.length, known.length, (byte) '\n');
        frame = known;
      }
      return known;
    }
  }

  private final long start;
  private final AtomicReferenceArray<Line> slots;
  private final AtomicInteger listeners = new AtomicInteger();
  private final ReentrantLock telling = new ReentrantLock();
  private final ReentrantLock waiting = new ReentrantLock();
  private final Condition news = waiting.newCondition();
  private final Thread waker;

  private volatile long last;

  /** The newest event that listeners were woken for. */
  private volatile long published;

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
      slots.set((int) (number % slots.length()), new Line(new EventId(start, number), event));
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
    long next = System.nanoTime();
    while (!closed) {
      LockSupport.parkNanos(WAKE_NANOS);
      long now = System.nanoTime();
      if (last != published && now - next >= 0) {
        published = last;
        next = now + GATHER_NANOS * listeners.get();
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

  /** A listener's stream begins; the more there are, the longer events gather. */
  public void joined() {
    listeners.incrementAndGet();
  }

  /** A listener's stream ended. */
  public void left() {
    listeners.decrementAndGet();
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
      Line line = slots.get((int) (number % slots.length()));
      if (line.id().number() != number) {
        // Overwritten while it was being read.
        lines.clear();
        oldest = number;
      } else {
        lines.add(line);
      }
    }
    if (other || oldest > from) {
      lines.addFirst(new Line(new EventId(start, oldest), new Event.Gap()));
    }
    return lines;
  }

  private void await(long from, long millis) throws InterruptedException {
    long left = TimeUnit.MILLISECONDS.toNanos(millis);
    waiting.lock();
    try {
      while (published <= from && left > 0 && !closed) {
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
