package tunebench.ui.trust;

import java.util.Locale;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;
import tunebench.protocol.ModelReply.ModelInfo;
import tunebench.protocol.TrustReply.DataFindings;
import tunebench.protocol.TrustReply.Duplicate;
import tunebench.protocol.TrustReply.RowRisk;
import tunebench.protocol.TrustRequest;
import tunebench.run.DataChoice;
import tunebench.ui.work.Desk;
import tunebench.ui.work.Newest;
import tunebench.ui.work.Screen;

/** What is wrong with the open dataset, before any run. */
public final class DataFindingsViewModel {
  private final Desk desk;
  private final Screen screen = new Screen();
  private final Newest newest = new Newest();
  private final ReadOnlyObjectWrapper<@Nullable DataFindings> findings =
      new ReadOnlyObjectWrapper<>();

  public DataFindingsViewModel(Desk desk) {
    this.desk = desk;
    // What was found belongs to one dataset; another begins anew.
    desk.workspace().datasetProperty().subscribe(data -> forget());
  }

  private void forget() {
    newest.drop();
    findings.set(null);
    screen.empty();
  }

  /** Looks through the open dataset as it is dealt into parts now. */
  public void check() {
    DataChoice data = desk.draft().data();
    if (data == null) {
      screen.failed("Choose or import products on the left first.", this::check);
      return;
    }
    ModelInfo model = desk.workspace().modelProperty().get();
    int maxTokens = desk.draft().trainingProperty().get().maxTokens();
    screen.busy("Looking through every row …", this::forget);
    newest.start(
        desk.ask(new TrustRequest.CheckData(data, model == null ? "" : model.folder(), maxTokens))
            .then(
                found -> {
                  findings.set(found);
                  screen.ready();
                })
            .otherwise(why -> screen.failed(why, this::check)));
  }

  /** A risk's name for people. */
  static String words(String risk) {
    return switch (risk) {
      case "NO_ANSWER" -> "no room for the answer";
      case "PRICE_IN_PROMPT" -> "price in the text";
      case "EMPTY_TEXT" -> "empty text";
      case "PRICE_OUT_OF_RANGE" -> "price out of range";
      case "TRUNCATED" -> "cut off";
      default -> risk.toLowerCase(Locale.ROOT).replace('_', ' ');
    };
  }

  static String words(RowRisk row) {
    return row.risks().stream().map(DataFindingsViewModel::words).collect(Collectors.joining(", "));
  }

  /** Where a row repeats another, and whether that matters. */
  static String words(Duplicate d) {
    String where =
        d.part().equals(d.twinPart())
            ? "within " + d.part()
            : "in " + d.part() + ", repeats one of " + d.twinPart();
    return (d.exact() ? "the same, " : "nearly the same, ") + where;
  }

  public Screen screen() {
    return screen;
  }

  /** Null until the dataset was looked through. */
  public ReadOnlyObjectProperty<@Nullable DataFindings> findingsProperty() {
    return findings.getReadOnlyProperty();
  }
}
