package tunebench.service;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import tunebench.protocol.Event;
import tunebench.run.EvaluationRow;
import tunebench.run.StepPoint;
import tunebench.service.store.RunStore;
import tunebench.service.store.StoreException;

/**
 * Takes steps and rows from the device's thread without ever holding it up: each goes to the
 * listeners at once and to the store soon, many in one transaction. While the store cannot be
 * written, for a full disk for example, they wait in memory.
 */
public final class RunRecorder implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(RunRecorder.class.getName());

  /** How long things gather before they are written together. */
  private static final long GATHER_MILLIS = 20;

  private static final long RETRY_MILLIS = 1_000;

  /** What waits to be written. */
  private sealed interface Item {
    record Step(String run, StepPoint step) implements Item {}

    record Row(String run, EvaluationRow row) implements Item {}

    /** A change of a run's record that must not be lost. */
    record Change(String run, Runnable change) implements Item {}

    /** All before it is in the store once its latch is open. */
    record Mark(CountDownLatch written) implements Item {}
  }

  private final RunStore store;
  private final EventRing ring;
  private final BlockingQueue<Item> queue = new LinkedBlockingQueue<>();
  private final Thread writer;
  private volatile boolean closed;

  public RunRecorder(RunStore store, EventRing ring) {
    this.store = store;
    this.ring = ring;
    this.writer = Thread.ofPlatform().name("recorder").daemon().start(this::write);
  }

  /** A training run made an update. */
  public void step(String run, StepPoint step) {
    queue.add(new Item.Step(run, step));
    ring.tell(new Event.Stepped(run, step));
  }

  /** A product was priced. */
  public void row(String run, EvaluationRow row) {
    queue.add(new Item.Row(run, row));
    ring.tell(new Event.RowPriced(run, row));
  }

  /** A run's record is to be changed, behind all steps that were told before. */
  public void change(String run, Runnable change) {
    queue.add(new Item.Change(run, change));
  }

  /**
   * Waits until all that was told before is in the store.
   *
   * @return false if it is not there after five seconds: the store cannot be written
   */
  public boolean flush() throws InterruptedException {
    CountDownLatch written = new CountDownLatch(1);
    queue.add(new Item.Mark(written));
    return written.await(5, TimeUnit.SECONDS);
  }

  private void write() {
    List<Item> batch = new ArrayList<>();
    try {
      while (!closed || !queue.isEmpty()) {
        Item first = queue.poll(GATHER_MILLIS, TimeUnit.MILLISECONDS);
        if (first != null) {
          batch.add(first);
          queue.drainTo(batch);
          store(batch);
          batch.clear();
        }
      }
    } catch (InterruptedException e) {
      LOG.log(Level.WARNING, "{0} records were not written", queue.size() + batch.size());
    }
  }

  private void store(List<Item> batch) throws InterruptedException {
    boolean again = false;
    do {
      try {
        Grouped.write(store, batch);
        again = false;
      } catch (StoreException e) {
        LOG.log(Level.WARNING, "steps wait in memory", e);
        again = !closed;
        Thread.sleep(RETRY_MILLIS);
      }
    } while (again);
    for (Item item : batch) {
      if (item instanceof Item.Mark mark) {
        mark.written().countDown();
      }
    }
  }

  /** Puts a batch into the store, run by run. */
  private static final class Grouped {
    static void write(RunStore store, List<Item> batch) {
      var steps = new LinkedHashMap<String, List<StepPoint>>();
      var rows = new LinkedHashMap<String, List<EvaluationRow>>();
      for (Item item : batch) {
        switch (item) {
          case Item.Step s -> steps.computeIfAbsent(s.run(), r -> new ArrayList<>()).add(s.step());
          case Item.Row r -> rows.computeIfAbsent(r.run(), x -> new ArrayList<>()).add(r.row());
          case Item.Change _, Item.Mark _ -> {}
        }
      }
      steps.forEach(store::addSteps);
      rows.forEach(store::addRows);
      // Each may be made twice when a later one fails; a run's last state is the same then.
      for (Item item : batch) {
        if (item instanceof Item.Change change) {
          change.change().run();
        }
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      writer.join(TimeUnit.SECONDS.toMillis(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
