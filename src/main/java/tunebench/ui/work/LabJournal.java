package tunebench.ui.work;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;
import tunebench.client.ServiceClient;
import tunebench.protocol.Event;
import tunebench.protocol.TrustReply;
import tunebench.protocol.TrustRequest;
import tunebench.run.JournalEntry;
import tunebench.run.TrainSpec;

/**
 * The learner's guesses as the service keeps them, each with what was measured as soon as it is.
 */
public final class LabJournal {
  private final Work work;
  private final ServiceClient client;
  private final ObservableList<JournalEntry> entries = FXCollections.observableArrayList();
  private final BooleanProperty asking = new SimpleBooleanProperty(false);

  public LabJournal(Work work, ServiceClient client, EventFeed feed) {
    this.work = work;
    this.client = client;
    feed.listen(this::heard);
  }

  /** Reads all entries anew. */
  public void refresh() {
    work.call(() -> client.send(new TrustRequest.Journal())).then(this::take).start();
  }

  /**
   * Keeps a guess, or that none is wished.
   *
   * @param value in the lab's unit, NaN to skip
   */
  public void enter(
      int lab, String subject, @Nullable TrainSpec spec, double value, Consumer<String> otherwise) {
    work.call(() -> client.send(new TrustRequest.Guess(lab, subject, spec, value)))
        .then(this::take)
        .otherwise(otherwise)
        .start();
  }

  private void take(TrustReply.Journal journal) {
    List<JournalEntry> found = journal.entries();
    if (!entries.equals(found)) {
      entries.setAll(found);
    }
  }

  /** What was said about a subject. */
  public Optional<JournalEntry> find(int lab, String subject) {
    return entries.stream()
        .filter(entry -> entry.lab() == lab && entry.subject().equals(subject))
        .findFirst();
  }

  /** The same in any lab: an evaluation of lab 2 may be looked at in lab 5. */
  public Optional<JournalEntry> find(String subject) {
    return entries.stream().filter(entry -> entry.subject().equals(subject)).findFirst();
  }

  public ObservableList<JournalEntry> entries() {
    return entries;
  }

  /** Whether results stay hidden until the learner has guessed or skipped. */
  public BooleanProperty askingProperty() {
    return asking;
  }

  private void heard(Event event) {
    boolean measured =
        switch (event) {
          case Event.RunChanged changed -> changed.run().status().ended();
          case Event.JobChanged changed ->
              changed.job().state().ended() && changed.job().run().isEmpty();
          case Event.Gap _ -> true;
          default -> false;
        };
    if (measured && entries.stream().anyMatch(entry -> !entry.known() || entry.lab() == 1)) {
      refresh();
    }
  }
}
