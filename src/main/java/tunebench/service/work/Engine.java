package tunebench.service.work;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.function.UnaryOperator;
import tunebench.protocol.Event;
import tunebench.run.RunRecord;
import tunebench.run.RunStatus;
import tunebench.service.EventRing;
import tunebench.service.Home;
import tunebench.service.RunRecorder;
import tunebench.service.store.RunStore;
import tunebench.service.store.StoreException;

/** What all work needs: where things are kept, and whom to tell. */
public record Engine(
    Home home,
    RunStore store,
    RunRecorder recorder,
    EventRing ring,
    DatasetStore datasets,
    RowLengths rowLengths,
    InstantSource clock) {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
  private static final SecureRandom RANDOM = new SecureRandom();

  public static Engine of(
      Home home, RunStore store, RunRecorder recorder, EventRing ring, InstantSource clock) {
    DatasetStore datasets = new DatasetStore(home.datasets());
    return new Engine(home, store, recorder, ring, datasets, new RowLengths(datasets), clock);
  }

  /** An id that no other run has: the time for people, chance for a clock that steps back. */
  static String newId() {
    byte[] chance = new byte[3];
    RANDOM.nextBytes(chance);
    return STAMP.format(Instant.now()) + "-" + HexFormat.of().formatHex(chance);
  }

  /** Changes a run's record and tells the listeners. */
  RunRecord change(String run, UnaryOperator<RunRecord> change) {
    RunRecord changed = store.change(run, change);
    ring.tell(new Event.RunChanged(changed.summary()));
    return changed;
  }

  /** Puts a run into another state. */
  RunRecord put(String run, RunStatus status, String reason) {
    return change(
        run,
        r -> {
          var line = r.summary().in(status, reason);
          Instant begun = line.started() == null ? clock.instant() : line.started();
          return r.with(
              status == RunStatus.QUEUED
                  ? line
                  : line.at(begun, status.ended() ? clock.instant() : null));
        });
  }

  /**
   * Puts a run into another state; while the store cannot be written, for a full disk, that waits
   * in memory.
   */
  void putInTheEnd(String run, RunStatus status, String reason) {
    try {
      put(run, status, reason);
    } catch (StoreException e) {
      recorder.change(run, () -> put(run, status, reason));
    }
  }

  void remark(String run, String sentence) {
    ring.tell(new Event.Remark(run, sentence));
  }

  Path folder(String run) {
    return home.run(run);
  }
}
