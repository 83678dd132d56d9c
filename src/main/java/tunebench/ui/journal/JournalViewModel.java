package tunebench.ui.journal;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.ListChangeListener;
import tunebench.pdf.PdfPage;
import tunebench.protocol.TrustRequest;
import tunebench.run.JournalEntry;
import tunebench.ui.work.Desk;
import tunebench.ui.work.Exporter;
import tunebench.ui.work.WholeFile;
import tunebench.ui.work.Writing;

/** The journal's page: all guesses, its export, and a page that was exported before. */
public final class JournalViewModel {
  private final Desk desk;
  private final ReadOnlyObjectWrapper<List<JournalEntry>> shown =
      new ReadOnlyObjectWrapper<>(List.of());
  private final ReadOnlyStringWrapper source = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper done = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");

  private final Exporter exporter;

  public JournalViewModel(Desk desk) {
    this.desk = desk;
    exporter = new Exporter(desk.work(), done::set, problem::set);
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

  /** Writes the journal with charts and passports: PDF where the name says so, else one page. */
  public void export(Path file) {
    exporter.start(file, writing -> write(file, writing));
  }

  private Path write(Path file, Writing writing) {
    writing.at("reading the runs");
    String html = desk.client().send(new TrustRequest.JournalPage()).html();
    byte[] bytes;
    if (file.toString().toLowerCase(Locale.ROOT).endsWith(".pdf")) {
      writing.at("laying out the pages");
      bytes = PdfPage.of(html);
    } else {
      bytes = html.getBytes(StandardCharsets.UTF_8);
    }
    writing.at("to the disk");
    return WholeFile.write(bytes, file);
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

  /** Writes the journal. */
  public Exporter exporter() {
    return exporter;
  }

  public ReadOnlyStringProperty doneProperty() {
    return done.getReadOnlyProperty();
  }

  public ReadOnlyStringProperty problemProperty() {
    return problem.getReadOnlyProperty();
  }
}
