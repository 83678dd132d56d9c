package tunebench.ui.atlas;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import org.jspecify.annotations.Nullable;
import tunebench.BadInputException;
import tunebench.protocol.TrustReply.Atlas;
import tunebench.protocol.TrustReply.AtlasRow;
import tunebench.protocol.TrustReply.AtlasSlice;
import tunebench.protocol.TrustRequest;
import tunebench.ui.control.RunWords;
import tunebench.ui.work.Desk;
import tunebench.ui.work.Newest;
import tunebench.ui.work.Screen;
import tunebench.ui.work.WholeFile;

/**
 * Where two evaluations err on the same products. What is chosen here is chosen in every plot of
 * the picked runs, and the other way round: both hold lines of the file.
 */
public final class AtlasViewModel {
  private final Desk desk;
  private final Screen screen = new Screen();
  private final Newest newest = new Newest();
  private final ObjectProperty<Set<Integer>> chosen;
  private final ReadOnlyObjectWrapper<List<String>> pair = new ReadOnlyObjectWrapper<>(List.of());
  private final ReadOnlyObjectWrapper<@Nullable Atlas> atlas = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<List<AtlasRow>> listed =
      new ReadOnlyObjectWrapper<>(List.of());
  private final ObjectProperty<Kind> kind = new SimpleObjectProperty<>(Kind.PRICE);
  private final ReadOnlyStringWrapper done = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
  private List<String> runs = List.of();

  /** What products are sliced by. */
  public enum Kind {
    PRICE("Price"),
    CATEGORY("Category"),
    LENGTH("Length");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }
  }

  /**
   * An atlas.
   *
   * @param chosen lines of the products that are chosen, shared with the plots; empty for all
   */
  public AtlasViewModel(Desk desk, ObjectProperty<Set<Integer>> chosen) {
    this.desk = desk;
    this.chosen = chosen;
    chosen.subscribe(now -> list());
  }

  /** Maps the first two of the evaluations that are side by side. */
  public void show(List<String> evaluations) {
    runs = List.copyOf(evaluations);
    pair.set(
        runs.stream()
            .limit(2)
            .map(run -> desk.runs().find(run).map(RunWords::name).orElse(run))
            .toList());
    done.set("");
    problem.set("");
    if (runs.size() < 2) {
      newest.drop();
      atlas.set(null);
      list();
      screen.empty();
      return;
    }
    screen.busy("Pairing the products …");
    newest.start(
        desk.ask(new TrustRequest.Atlas(runs.get(0), runs.get(1)))
            .then(
                found -> {
                  atlas.set(found);
                  list();
                  screen.ready();
                })
            .otherwise(why -> screen.failed(why, () -> show(evaluations))));
  }

  /** The names of the first run and the second; fewer where fewer are picked. */
  public ReadOnlyObjectProperty<List<String>> pairProperty() {
    return pair.getReadOnlyProperty();
  }

  private void list() {
    Atlas found = atlas.get();
    Set<Integer> lines = chosen.get();
    listed.set(
        found == null
            ? List.of()
            : found.rows().stream()
                .filter(row -> lines.isEmpty() || lines.contains(row.line()))
                .toList());
  }

  /** Chooses the products of one quadrant, such as {@code BROKEN}. */
  public void choose(String quadrant) {
    Atlas found = atlas.get();
    if (found != null) {
      choose(
          found.rows().stream()
              .filter(row -> row.quadrant().equals(quadrant))
              .map(AtlasRow::line)
              .toList());
    }
  }

  /** Chooses the products of a slice. */
  public void choose(AtlasSlice slice) {
    choose(slice.lines());
  }

  /** Chooses all again. */
  public void all() {
    chosen.set(Set.of());
  }

  private void choose(List<Integer> lines) {
    if (lines.isEmpty()) {
      problem.set("No product is there.");
    } else {
      problem.set("");
      chosen.set(Set.copyOf(lines));
    }
  }

  /** The slices of the kind that is shown. */
  public List<AtlasSlice> slices() {
    Atlas found = atlas.get();
    return found == null
        ? List.of()
        : found.slices().stream().filter(s -> s.kind().equals(kind.get().name())).toList();
  }

  /** How many products a quadrant holds. */
  public int count(String quadrant) {
    Atlas found = atlas.get();
    return found == null ? 0 : found.counts().getOrDefault(quadrant, 0);
  }

  /** Writes the chosen products with their guesses in all runs as CSV. */
  public void write(Path file) {
    List<Integer> lines = List.copyOf(new TreeSet<>(chosen.get()));
    done.set("");
    problem.set("");
    desk.work()
        .call(
            () -> {
              var rows = desk.client().send(new TrustRequest.WriteRows(runs, lines));
              var _ = WholeFile.write(rows.text().getBytes(StandardCharsets.UTF_8), file);
              return "%d products written: %s".formatted(rows.rows(), file);
            })
        .then(done::set)
        .otherwise(problem::set)
        .start();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new BadInputException(
          "%s cannot be read as text in UTF-8; choose a file that was written here."
              .formatted(file),
          e);
    }
  }

  /** Chooses the products that such a file names. */
  public void read(Path file) {
    done.set("");
    problem.set("");
    desk.work()
        .call(
            () ->
                desk.client()
                    .send(
                        new TrustRequest.ReadRows(
                            runs, String.valueOf(file.getFileName()), text(file))))
        .then(
            rows -> {
              choose(rows.lines());
              done.set(rows.sentence());
            })
        .otherwise(problem::set)
        .start();
  }

  public Screen screen() {
    return screen;
  }

  /** Null until two evaluations are side by side. */
  public ReadOnlyObjectProperty<@Nullable Atlas> atlasProperty() {
    return atlas.getReadOnlyProperty();
  }

  /** The chosen products by line; all where none is chosen. */
  public ReadOnlyObjectProperty<List<AtlasRow>> listedProperty() {
    return listed.getReadOnlyProperty();
  }

  public ObjectProperty<Kind> kindProperty() {
    return kind;
  }

  public ReadOnlyStringProperty doneProperty() {
    return done.getReadOnlyProperty();
  }

  public ReadOnlyStringProperty problemProperty() {
    return problem.getReadOnlyProperty();
  }
}
