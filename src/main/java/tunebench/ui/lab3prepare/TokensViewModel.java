package tunebench.ui.lab3prepare;

import java.util.List;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;
import tunebench.protocol.DataReply.ProductRow;
import tunebench.protocol.DataReply.SplitSizes;
import tunebench.protocol.DataReply.TokenLengths;
import tunebench.protocol.DataReply.Xray;
import tunebench.protocol.DataRequest;
import tunebench.protocol.ModelReply.ModelInfo;
import tunebench.run.DataChoice;
import tunebench.run.Hyperparameters;
import tunebench.ui.control.Show;
import tunebench.ui.work.Desk;
import tunebench.ui.work.Newest;
import tunebench.ui.work.Screen;

/** The split, how long its rows are in tokens, and any of them as an X-ray. */
public final class TokensViewModel {
  private static final int LISTED = 200;

  private final Desk desk;
  private final Screen screen = new Screen();
  private final Newest newestSplit = new Newest();
  private final Newest newestLengths = new Newest();
  private final Newest newestProducts = new Newest();
  private final Newest newestXray = new Newest();
  private final ReadOnlyObjectWrapper<@Nullable SplitSizes> sizes = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable TokenLengths> lengths =
      new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable Xray> xray = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyStringWrapper cut = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
  private final ObservableList<ProductRow> products = FXCollections.observableArrayList();
  private final StringProperty search = new SimpleStringProperty("");
  private final ObjectProperty<@Nullable Integer> line = new SimpleObjectProperty<>();

  public TokensViewModel(Desk desk) {
    this.desk = desk;
    desk.workspace().datasetProperty().subscribe(data -> another());
    desk.workspace().modelProperty().subscribe((before, now) -> load());
    desk.draft().splitProperty().subscribe((before, now) -> load());
    desk.draft()
        .trainingProperty()
        .subscribe(
            (before, now) -> {
              count();
              look();
            });
    search.subscribe((before, now) -> list());
    line.subscribe((before, now) -> look());
    look();
  }

  /** Rows of one dataset are none of another's. */
  private void another() {
    line.set(null);
    forget();
    load();
  }

  private void forget() {
    newestLengths.drop();
    newestXray.drop();
    lengths.set(null);
    sizes.set(null);
    xray.set(null);
    products.clear();
    count();
  }

  private void load() {
    DataChoice data = desk.draft().data();
    ModelInfo model = desk.workspace().modelProperty().get();
    problem.set("");
    if (data == null || model == null) {
      screen.empty();
      return;
    }
    look();
    if (lengths.get() == null) {
      screen.busy("Counting tokens …");
    }
    newestSplit.start(
        desk.ask(new DataRequest.SplitSizes(data))
            .then(
                found -> {
                  sizes.set(found);
                  measure(data, model);
                  list();
                })
            .otherwise(
                why -> {
                  // The split stays in sight: it is what can be changed.
                  forget();
                  problem.set(why);
                  screen.ready();
                }));
  }

  private void measure(DataChoice data, ModelInfo model) {
    newestLengths.start(
        desk.ask(new DataRequest.TokenLengths(data, "train", model.folder()))
            .then(
                found -> {
                  lengths.set(found);
                  count();
                  screen.ready();
                })
            .otherwise(why -> screen.failed(why, this::load)));
  }

  private void list() {
    DataChoice data = desk.draft().data();
    if (data == null) {
      return;
    }
    newestProducts.start(
        desk.ask(new DataRequest.Products(data, "train", search.get(), 0, LISTED))
            .then(
                page -> {
                  products.setAll(page.products());
                  if (line.get() == null && !page.products().isEmpty()) {
                    line.set(page.products().getFirst().line());
                  }
                })
            .otherwise(problem::set));
  }

  private void look() {
    DataChoice data = desk.draft().data();
    ModelInfo model = desk.workspace().modelProperty().get();
    Integer wanted = line.get();
    if (data == null || model == null || wanted == null) {
      return;
    }
    Hyperparameters h = desk.draft().trainingProperty().get();
    newestXray.start(
        desk.ask(
                new DataRequest.Xray(
                    data.dataset(),
                    wanted,
                    data.template(),
                    model.folder(),
                    h.maxTokens(),
                    h.trainOnEnd()))
            .then(xray::set)
            .otherwise(problem::set));
  }

  /** Counts the rows beyond the limit, from the counts by length: no question to the service. */
  private void count() {
    TokenLengths known = lengths.get();
    if (known == null) {
      cut.set("");
      return;
    }
    int limit = limit();
    long all = 0;
    long beyond = 0;
    List<Integer> counts = known.counts();
    for (int n = 0; n < counts.size(); n++) {
      all += counts.get(n);
      beyond += n > limit ? counts.get(n) : 0;
    }
    boolean drop = desk.draft().trainingProperty().get().dropLong();
    cut.set(
        Show.text(
            "%,d of %,d rows (%.1f %%) are longer than %,d tokens and will be %s. Longest: %,d;"
                + " mean: %.0f.",
            beyond,
            all,
            all == 0 ? 0 : 100.0 * beyond / all,
            limit,
            drop ? "left out" : "cut",
            known.longest(),
            known.mean()));
  }

  /** The longest row that is not cut. */
  public int limit() {
    return desk.draft().trainingProperty().get().maxTokens();
  }

  /** Moves the limit; rows are counted anew at once. */
  public void limit(int tokens) {
    Hyperparameters h = desk.draft().trainingProperty().get();
    int bounded = Math.clamp(tokens, 16, 32_768);
    desk.draft()
        .trainingProperty()
        .set(
            new Hyperparameters(
                h.epochs(),
                h.batch(),
                h.accumulation(),
                h.learningRate(),
                h.warmupRatio(),
                h.weightDecay(),
                h.maxGradientNorm(),
                bounded,
                h.dropLong(),
                h.trainOnEnd(),
                h.groupByLength(),
                h.checkpointing(),
                h.maxSteps(),
                h.seed()));
  }

  public Screen screen() {
    return screen;
  }

  public ReadOnlyObjectProperty<@Nullable SplitSizes> sizesProperty() {
    return sizes.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<@Nullable TokenLengths> lengthsProperty() {
    return lengths.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<@Nullable Xray> xrayProperty() {
    return xray.getReadOnlyProperty();
  }

  /** How many rows are beyond the limit, in a sentence. */
  public ReadOnlyStringProperty cutProperty() {
    return cut.getReadOnlyProperty();
  }

  public ReadOnlyStringProperty problemProperty() {
    return problem.getReadOnlyProperty();
  }

  public ObservableList<ProductRow> products() {
    return products;
  }

  /** What must occur in the title of listed products. */
  public StringProperty searchProperty() {
    return search;
  }

  /** The line of the file that is looked through. */
  public ObjectProperty<@Nullable Integer> lineProperty() {
    return line;
  }
}
