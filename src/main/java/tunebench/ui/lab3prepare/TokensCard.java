package tunebench.ui.lab3prepare;

import java.util.List;
import javafx.beans.property.ObjectProperty;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import tunebench.protocol.DataReply.ProductRow;
import tunebench.protocol.DataReply.SplitSizes;
import tunebench.protocol.DataReply.TokenLengths;
import tunebench.protocol.DataReply.Xray;
import tunebench.protocol.DataReply.XrayToken;
import tunebench.run.DataChoice;
import tunebench.ui.chart.ChartPane;
import tunebench.ui.chart.Histogram;
import tunebench.ui.control.Choice;
import tunebench.ui.control.Columns;
import tunebench.ui.control.EmptyState;
import tunebench.ui.control.Form;
import tunebench.ui.control.Later;
import tunebench.ui.control.Notice;
import tunebench.ui.control.Setting;
import tunebench.ui.control.Show;
import tunebench.ui.control.StatePane;
import tunebench.ui.control.Ui;
import tunebench.ui.work.Desk;

/** The split above; token lengths with a limit to drag; rows and the X-ray of the chosen one. */
final class TokensCard extends StackPane {
  private final TokensViewModel model;
  private final Histogram lengths = new Histogram("Tokens per row", "Rows");
  private final Label parts = Ui.prose("", "usual");
  private final FlowPane tokens = new FlowPane(3, 4);
  private final Label facts = Ui.prose("", "usual");
  private int bin = 1;
  private int shortest;
  private int longest;

  TokensCard(TokensViewModel model, Desk desk) {
    this.model = model;
    var split = split(desk.draft().splitProperty());
    split.setPrefWidth(300);
    split.setMinWidth(280);
    var above = Ui.row(10, split, Ui.wide(Later.part(desk.work(), () -> histogram(desk))));
    above.setAlignment(javafx.geometry.Pos.TOP_LEFT);
    above.setFillHeight(true);
    var below =
        Ui.row(
            10,
            Later.part(desk.work(), this::rows),
            Ui.wide(Later.part(desk.work(), this::xrayCard)));
    below.setAlignment(javafx.geometry.Pos.TOP_LEFT);
    below.setFillHeight(true);
    var column = new VBox(10, Notice.danger(model.problemProperty()), above, Ui.tall(below));
    var empty =
        new EmptyState(
            "mdi2t-text-box-search-outline",
            "Import products and open a model first",
            "Then you see how long your rows are in this model's tokens, where they would be cut,"
                + " and which tokens the model will learn to say.");
    getChildren().add(new StatePane(model.screen(), column, empty));
    model.lengthsProperty().subscribe(this::show);
    model.sizesProperty().subscribe(this::show);
    model.xrayProperty().subscribe(this::show);
    model.cutProperty().subscribe(says -> limit());
  }

  private VBox split(ObjectProperty<DataChoice> value) {
    var template = new javafx.beans.property.SimpleObjectProperty<>(value.get().template());
    value.subscribe(now -> template.set(now.template()));
    template.subscribe(
        (before, now) -> {
          DataChoice d = value.get();
          if (!d.template().equals(now)) {
            value.set(
                new DataChoice(d.dataset(), now, d.train(), d.validation(), d.test(), d.seed()));
          }
        });
    return Ui.card(
        Ui.title("Split"),
        new Form<>(value)
            .whole(
                "Train",
                0,
                100_000_000,
                "0: all that is left",
                "Products to train on.",
                DataChoice::train,
                (d, v) ->
                    new DataChoice(
                        d.dataset(),
                        d.template(),
                        v.intValue(),
                        d.validation(),
                        d.test(),
                        d.seed()))
            .whole(
                "Validation",
                0,
                10_000_000,
                "Usual: 100 to 1,000",
                "For the choice of the best checkpoint.",
                DataChoice::validation,
                (d, v) ->
                    new DataChoice(
                        d.dataset(), d.template(), d.train(), v.intValue(), d.test(), d.seed()))
            .whole(
                "Test",
                0,
                10_000_000,
                "Usual: 250 or more",
                "Held out; lab 5 prices them.",
                DataChoice::test,
                (d, v) ->
                    new DataChoice(
                        d.dataset(),
                        d.template(),
                        d.train(),
                        d.validation(),
                        v.intValue(),
                        d.seed()))
            .whole(
                "Seed",
                0,
                Integer.MAX_VALUE,
                "Usual: 42",
                "Of the shuffle; the same seed gives the same parts.",
                DataChoice::seed,
                (d, v) ->
                    new DataChoice(
                        d.dataset(),
                        d.template(),
                        d.train(),
                        d.validation(),
                        d.test(),
                        v.longValue()))
            .pairs(),
        new Setting(
            "Prompt",
            Choice.segments(
                List.of("V1", "V2"), template, w -> w.equals("V1") ? "Course 1" : "Course 2"),
            "Usual: Course 1",
            "How a product is asked about: the course's first or second form."),
        parts);
  }

  private Node histogram(Desk desk) {
    var chart = new ChartPane(lengths, "Histogram of token lengths with the limit", desk.dark());
    chart.setPrefHeight(190);
    chart.setFocusTraversable(true);
    chart.canvas().addEventFilter(MouseEvent.MOUSE_DRAGGED, event -> drag(chart, event));
    chart.canvas().addEventFilter(MouseEvent.MOUSE_PRESSED, event -> drag(chart, event));
    chart.setOnKeyPressed(
        key -> {
          int by = key.isShiftDown() ? 10 : 1;
          if (key.getCode() == KeyCode.LEFT) {
            model.limit(model.limit() - by);
            key.consume();
          } else if (key.getCode() == KeyCode.RIGHT) {
            model.limit(model.limit() + by);
            key.consume();
          }
        });
    Label cut = Ui.prose("");
    cut.textProperty().bind(model.cutProperty());
    return Ui.card(
        Ui.title("How long rows are"),
        Ui.tall(chart),
        cut,
        Ui.prose("Drag the red line, or use the arrow keys, to move the limit.", "usual"));
  }

  /** The line is seen wherever it is, so that it can be dragged back. */
  private void limit() {
    lengths.limit(model.limit());
    if (longest > 0) {
      double most = Math.max(longest, model.limit());
      double margin = 0.02 * (most - shortest) + 1;
      lengths.range(Math.min(shortest, model.limit()) - margin, most + margin);
    }
  }

  private void drag(ChartPane chart, MouseEvent event) {
    var at = chart.at(event.getX(), event.getY());
    if (at != null) {
      model.limit((int) Math.round(at.getX()));
      event.consume();
    }
  }

  private Node rows() {
    TableView<ProductRow> table = new TableView<>(model.products());
    table.setAccessibleText("Products of the training part");
    table.setPlaceholder(Ui.label("No row", "text-muted"));
    table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
    table
        .getColumns()
        .setAll(
            List.of(
                Columns.figure("Line", 56, ProductRow::line, v -> Show.text("%.0f", v)),
                Columns.text("Title", 160, ProductRow::title),
                Columns.figure("Price", 66, ProductRow::price, Show::round)));
    table
        .getSelectionModel()
        .selectedItemProperty()
        .subscribe(
            row -> {
              if (row != null) {
                model.lineProperty().set(row.line());
              }
            });
    var search = new TextField();
    search.setPromptText("Find in titles");
    search.textProperty().bindBidirectional(model.searchProperty());
    Ui.named(search, "Find in titles", "");
    var card = Ui.card(Ui.title("Rows"), search, Ui.tall(table));
    card.setPrefWidth(300);
    card.setMinWidth(280);
    return card;
  }

  private Node xrayCard() {
    var scroll = new ScrollPane(tokens);
    scroll.setFitToWidth(true);
    tokens.setId("xray");
    var key =
        new FlowPane(
            10,
            4,
            swatch("read", "token"),
            swatch("learned", "token", "token-loss"),
            swatch("the price", "token", "token-loss", "token-price"));
    return Ui.card(
        Ui.row(10, Ui.title("X-ray of the row"), Ui.spring(), key), facts, Ui.tall(scroll));
  }

  private static Node swatch(String text, String... styles) {
    return Ui.whole(Ui.label(text, styles));
  }

  private void show(@Nullable TokenLengths found) {
    if (found == null) {
      return;
    }
    bin = Math.max(1, (found.longest() + 1) / 120);
    List<Integer> counts = found.counts();
    int first = 0;
    while (first < counts.size() - 1 && counts.get(first) == 0) {
      first++;
    }
    int from = first;
    int bins = (counts.size() - first + bin - 1) / bin;
    List<Integer> grouped =
        java.util.stream.IntStream.range(0, bins)
            .map(
                i ->
                    counts
                        .subList(from + i * bin, Math.min(counts.size(), from + (i + 1) * bin))
                        .stream()
                        .mapToInt(Integer::intValue)
                        .sum())
            .boxed()
            .toList();
    int last = grouped.size();
    while (last > 1 && grouped.get(last - 1) == 0) {
      last--;
    }
    lengths.show(first - 0.5, bin, grouped.subList(0, last));
    longest = first + bin * last;
    shortest = first;
    limit();
  }

  private void show(@Nullable SplitSizes found) {
    parts.setText(
        found == null
            ? ""
            : Show.text(
                "%,d to train on, %,d to validate, %,d to test.",
                found.train(), found.validation(), found.test()));
  }

  private void show(@Nullable Xray found) {
    tokens.getChildren().clear();
    if (found == null) {
      facts.setText("Choose a row to see its tokens.");
      return;
    }
    facts.setText(
        found.unfit()
            ? "The prompt alone is longer than the limit: this row cannot be learned from."
            : Show.text(
                "%d tokens%s · the model reads the question and learns to say “%s”",
                found.tokens().size(),
                found.shortened()
                    ? Show.text(", cut from %d so that the answer fits", found.uncutTokens())
                    : ", nothing cut",
                found.answer()));
    for (XrayToken token : found.tokens()) {
      // The token that begins every text has no text of its own.
      String text = token.text().isEmpty() ? "(start)" : token.text();
      Label label = Ui.label(text.replace("\n", "⏎").replace(' ', '·'), "token", "mono");
      if (token.loss()) {
        label.getStyleClass().add("token-loss");
      }
      if (token.price()) {
        label.getStyleClass().add("token-price");
      }
      Ui.tip(
          label,
          "id "
              + token.id()
              + (token.price() ? ", the price" : token.loss() ? ", learned" : ", read"));
      tokens.getChildren().add(label);
    }
  }
}
