package tunebench.ui.lab3prepare;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import org.jspecify.annotations.Nullable;
import tunebench.protocol.DataReply;
import tunebench.protocol.DataRequest;
import tunebench.protocol.DataRequest.ImportChoice;
import tunebench.ui.control.Show;
import tunebench.ui.work.Desk;
import tunebench.ui.work.Newest;
import tunebench.ui.work.Screen;

/** A file on its way to becoming a dataset: columns guessed and corrected, rows previewed. */
public final class ImportViewModel {
  /** What can be read from a file, in the order of the form. */
  public static final List<String> FIELDS =
      List.of("title", "description", "category", "brand", "details", "price");

  private static final int ROWS = 100;

  private final Desk desk;
  private final Screen screen = new Screen();
  private final Newest newest = new Newest();
  private final ReadOnlyObjectWrapper<DataReply.@Nullable Preview> preview =
      new ReadOnlyObjectWrapper<>();
  private final ReadOnlyStringWrapper file = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper account = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper done = new ReadOnlyStringWrapper("");
  private final ObjectProperty<ImportChoice> choice =
      new SimpleObjectProperty<>(ImportChoice.standard());

  public ImportViewModel(Desk desk) {
    this.desk = desk;
    choice.subscribe((before, now) -> look());
  }

  /** Reads a file and guesses its columns. */
  public void open(Path path) {
    open(path.toString());
  }

  /** The same of a dataset of the Hub that is here: {@code org/name@revision:part}. */
  public void open(String source) {
    file.set(source);
    done.set("");
    // Another file, other columns: what was corrected by hand belonged to the one before.
    ImportChoice c = choice.get();
    choice.set(c.withColumns(Map.of()));
    if (c.columns().isEmpty()) {
      look();
    }
  }

  /** Puts the file away. */
  public void close() {
    newest.drop();
    file.set("");
    preview.set(null);
    account.set("");
    screen.empty();
  }

  /** Reads a field from another column, or from none where it is "". */
  public void map(String field, String column) {
    DataReply.Preview seen = preview.get();
    if (seen == null) {
      return;
    }
    Map<String, List<String>> columns = new LinkedHashMap<>(seen.columns());
    columns.put(field, column.isEmpty() ? List.of() : List.of(column));
    choice.set(choice.get().withColumns(columns));
  }

  private void look() {
    if (file.get().isEmpty()) {
      return;
    }
    if (preview.get() == null) {
      screen.busy("Reading " + name() + " …", this::close);
    }
    newest.start(
        desk.ask(new DataRequest.Preview(file.get(), choice.get(), ROWS))
            .then(
                found -> {
                  preview.set(found);
                  account.set(
                      Show.text(
                          "%,d rows · %,d products · %,d rejected · %s",
                          found.rowsIn(), found.accepted(), found.rejected(), found.encoding()));
                  screen.ready();
                })
            .otherwise(
                why -> {
                  preview.set(null);
                  screen.failed(why, this::close);
                }));
  }

  private String name() {
    Path last = Path.of(file.get()).getFileName();
    return last == null ? file.get() : last.toString();
  }

  /** Keeps the file as a dataset and opens it for all labs. */
  public void accept() {
    String from = file.get();
    screen.busy("Importing " + name() + " …");
    desk.ask(new DataRequest.Import(from, choice.get()))
        .then(
            made -> {
              desk.workspace().opened(made);
              done.set(
                  Show.text(
                      "%s is imported and open in all labs: %,d products.",
                      made.name(), made.accepted()));
              screen.ready();
            })
        .otherwise(why -> screen.failed(why, this::look))
        .start();
  }

  public Screen screen() {
    return screen;
  }

  public ReadOnlyObjectProperty<DataReply.@Nullable Preview> previewProperty() {
    return preview.getReadOnlyProperty();
  }

  /** The file's path, "" for none. */
  public ReadOnlyStringProperty fileProperty() {
    return file.getReadOnlyProperty();
  }

  /** How many rows came to what, in one line. */
  public ReadOnlyStringProperty accountProperty() {
    return account.getReadOnlyProperty();
  }

  /** That it was imported; "" before. */
  public ReadOnlyStringProperty doneProperty() {
    return done.getReadOnlyProperty();
  }

  /** Duplicates, cleaning, bounds; a change reads the file again. */
  public ObjectProperty<ImportChoice> choiceProperty() {
    return choice;
  }
}
