package tunebench.ui.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.ListChangeListener;
import tunebench.protocol.TrustRequest;
import tunebench.run.JournalEntry;
import tunebench.ui.work.Desk;

/** The journal's page: all guesses, its export, and a page that was exported before. */
public final class JournalViewModel {
  private final Desk desk;
  private final ReadOnlyObjectWrapper<List<JournalEntry>> shown =
      new ReadOnlyObjectWrapper<>(List.of());
  private final ReadOnlyStringWrapper source = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper done = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");

  public JournalViewModel(Desk desk) {
    this.desk = desk;
    desk.journal().entries().addListener((ListChangeListener<JournalEntry>) change -> showOwn());
    own();
  }

  private void showOwn() {
    if (source.get().isEmpty()) {
      shown.set(List.copyOf(desk.journal().entries()));
    }
  }

  /** Shows this machine's own journal. */
  public void own() {
    source.set("");
    showOwn();
    desk.journal().refresh();
  }

  /** Writes the journal with charts and passports as one page; aside first, then moved. */
  public void export(Path file) {
    clear();
    desk.work()
        .call(() -> write(desk.client().send(new TrustRequest.JournalPage()).html(), file))
        .then(path -> done.set("Written: " + path))
        .otherwise(problem::set)
        .start();
  }

  private static Path write(String html, Path file) throws IOException {
    Path aside = file.resolveSibling(file.getFileName() + ".tmp");
    Files.writeString(aside, html);
    return Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Shows a page that was exported before. */
  public void open(Path file) {
    clear();
    desk.ask(new TrustRequest.OpenJournal(file.toString()))
        .then(
            journal -> {
              source.set(file.toString());
              shown.set(journal.entries());
            })
        .otherwise(problem::set)
        .start();
  }

  private void clear() {
    done.set("");
    problem.set("");
  }

  /** Guesses and what came of them, oldest first. */
  public ReadOnlyObjectProperty<List<JournalEntry>> shownProperty() {
    return shown.getReadOnlyProperty();
  }

  /** The page that is shown, "" for this machine's own journal. */
  public ReadOnlyStringProperty sourceProperty() {
    return source.getReadOnlyProperty();
  }

  public ReadOnlyStringProperty doneProperty() {
    return done.getReadOnlyProperty();
  }

  public ReadOnlyStringProperty problemProperty() {
    return problem.getReadOnlyProperty();
  }
}
