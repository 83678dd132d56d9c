package tunebench.service.work;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import tunebench.protocol.Event;
import tunebench.protocol.ModelReply.AdapterInfo;
import tunebench.run.RunKind;
import tunebench.run.RunRecord;
import tunebench.run.RunStatus;
import tunebench.run.RunSummary;

/**
 * An adapter that was trained elsewhere stands among the runs: a finished training without steps,
 * whose settings are what its folder says.
 */
final class ImportedAdapter {
  /** The tag by which a person tells it from trainings of this program. */
  static final String TAG = "imported";

  private ImportedAdapter() {}

  static void add(Engine engine, AdapterInfo info) {
    Instant now = Instant.now();
    var summary =
        new RunSummary(
            info.id(),
            RunKind.TRAIN,
            info.name(),
            RunStatus.FINISHED,
            "",
            now,
            null,
            now,
            Origin.name(info.baseModel()),
            "",
            "",
            0,
            0,
            Double.NaN,
            Double.NaN,
            List.of(TAG),
            "");
    engine
        .store()
        .add(
            new RunRecord(
                summary,
                Map.of(
                    "model.folder", info.baseModel(),
                    "adapter.rank", Integer.toString(info.rank()),
                    "adapter.alpha", Double.toString(info.alpha()),
                    "adapter.targets", String.join(",", info.targets())),
                null,
                null,
                Origin.unknown(info.baseModel(), ""),
                List.of(),
                List.of(),
                List.of(),
                "",
                info.folder(),
                0,
                0));
    engine.ring().tell(new Event.RunChanged(summary));
  }

  /** Whether a run is one of these: then its folder is the adapter itself. */
  static boolean is(Engine engine, RunRecord run) {
    return !run.folder().isEmpty()
        && engine.home().adapters().equals(Path.of(run.folder()).getParent());
  }
}
