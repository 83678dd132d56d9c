package tunebench.ui.trust;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import org.jspecify.annotations.Nullable;
import tunebench.protocol.TrustReply.Evidence;
import tunebench.protocol.TrustReply.LeakEffect;
import tunebench.protocol.TrustRequest;
import tunebench.run.NoiseBand;
import tunebench.run.RunRecord;
import tunebench.ui.control.Show;
import tunebench.ui.work.Desk;
import tunebench.ui.work.Newest;
import tunebench.ui.work.Screen;

/** What stands behind the score of the evaluation that is shown. */
public final class EvidenceViewModel {
  private final Desk desk;
  private final Screen screen = new Screen();
  private final Newest newest = new Newest();
  private final ReadOnlyObjectWrapper<@Nullable Evidence> evidence = new ReadOnlyObjectWrapper<>();

  /** Of the run that {@code record} holds; asks once it has come to its end. */
  public EvidenceViewModel(Desk desk, ObservableValue<@Nullable RunRecord> record) {
    this.desk = desk;
    record.subscribe(this::look);
  }

  private void look(@Nullable RunRecord run) {
    evidence.set(null);
    newest.drop();
    if (run == null || !run.summary().status().ended()) {
      screen.empty();
      return;
    }
    screen.busy("Looking behind the score …");
    newest.start(
        desk.ask(new TrustRequest.Evidence(run.id()))
            .then(
                found -> {
                  evidence.set(found);
                  screen.ready();
                })
            .otherwise(why -> screen.failed(why, () -> look(run))));
  }

  /** What the score owes to rows that gave their answer away. */
  static String leak(@Nullable LeakEffect leak) {
    return leak == null
        ? "Whether rows gave their price away can be told on the test part alone, while its dataset"
            + " is kept."
        : leak.sentence();
  }

  /** What the seed alone makes. */
  static String noise(@Nullable NoiseBand noise) {
    return noise == null
        ? "These settings ran with one seed only, so nobody knows how much of the score is the"
            + " seed's. Under Runs, “Noise floor” trains them again with others."
        : Show.text(
            "%d seeds of these settings: mean %s; one more would land between %s and %s 95 times in"
                + " 100, and differences up to %s are the seed's.",
            noise.runs().size(),
            Show.dollars(noise.mean()),
            Show.dollars(noise.low()),
            Show.dollars(noise.high()),
            Show.dollars(noise.difference()));
  }

  public Screen screen() {
    return screen;
  }

  /** Null until there is some. */
  public ReadOnlyObjectProperty<@Nullable Evidence> evidenceProperty() {
    return evidence.getReadOnlyProperty();
  }
}
