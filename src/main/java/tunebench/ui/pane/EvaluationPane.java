package tunebench.ui.pane;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.SplitPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import tunebench.run.EvaluationRow;
import tunebench.run.Scores;
import tunebench.ui.chart.Brush;
import tunebench.ui.chart.ChartPane;
import tunebench.ui.chart.MeanBand;
import tunebench.ui.chart.PriceScatter;
import tunebench.ui.control.Chip;
import tunebench.ui.control.Choice;
import tunebench.ui.control.EmptyState;
import tunebench.ui.control.Later;
import tunebench.ui.control.Mark;
import tunebench.ui.control.Notice;
import tunebench.ui.control.Show;
import tunebench.ui.control.StatePane;
import tunebench.ui.control.TextScale;
import tunebench.ui.control.Ui;
import tunebench.ui.trust.EvidencePane;
import tunebench.ui.trust.EvidenceViewModel;
import tunebench.ui.work.Desk;

/** An evaluation: figures above, predicted against true at the left, row by row at the right. */
public final class EvaluationPane extends StackPane {
  /** The charts' share of the width. */
  private static final double CHARTS = 0.4;

  private static final double ROOM = 300;

  private final EvaluationViewModel model;
  private final ObjectProperty<Sight> sight = new SimpleObjectProperty<>(Sight.GUESS);
  private final ObjectProperty<Boolean> trusting = new SimpleObjectProperty<>(false);

  /**
   * A pane of a lab.
   *
   * @param empty what to show before there is an evaluation
   */
  public EvaluationPane(EvaluationViewModel model, Desk desk, EmptyState empty) {
    this.model = model;
    var split =
        new SplitPane(
            Later.part(desk.work(), () -> charts(desk)), Later.part(desk.work(), () -> list(desk)));
    split.setDividerPositions(CHARTS);
    // Laid out without any room while it is hidden, the split forgets where it was divided.
    split
        .widthProperty()
        .subscribe(
            (before, now) -> {
              if (before.doubleValue() < ROOM && now.doubleValue() >= ROOM) {
                split.setDividerPositions(CHARTS);
                // And once more when both sides are there: until then they want another width.
                Later.whenShown(desk.work(), () -> split.setDividerPositions(CHARTS));
              }
            });
    var evidence = new EvidencePane(new EvidenceViewModel(desk, model.recordProperty()), desk);
    trusting.subscribe(
        on -> {
          split.setVisible(!on);
          evidence.setVisible(on);
        });
    var column =
        new VBox(
            10,
            figures(),
            Notice.success(verdict(true)),
            Notice.warning(verdict(false)),
            Notice.warning(model.yardsticksProperty().map(Yardsticks::flag)),
            Notice.danger(model.problemProperty()),
            Ui.tall(new StackPane(split, evidence)));
    getChildren().add(new StatePane(model.screen(), column, empty));
  }

  private Node figures() {
    var row =
        new FlowPane(
            8,
            8,
            new Chip(
                "Mean error", of(s -> Show.dollars(s.mae())), "Mean absolute error in dollars"),
            new Chip(
                "95 % interval",
                of(
                    s ->
                        Double.isNaN(s.maeLow())
                            ? "–"
                            : Show.text("$%,.0f – $%,.0f", s.maeLow(), s.maeHigh())),
                "The mean error of all such products lies in it, 95 times in 100"),
            new Chip("Hits", of(s -> Show.text("%.1f %%", s.hits())), Mark.HIT.meaning()),
            new Chip(
                "RMSLE",
                of(s -> Show.text("%.3f", s.rmsle())),
                "Root mean squared logarithmic error"),
            new Chip("Products", of(s -> Show.count(s.n())), "How many were priced"),
            new Chip(
                "Unread", of(s -> Show.count(s.unparsed())), "Answers without a readable price"));
    Label baselines = Ui.prose("", "usual");
    // Where the run is flagged, the flag says the same.
    model
        .yardsticksProperty()
        .subscribe(
            reached -> {
              boolean said = !reached.words().isEmpty() && reached.flag().isEmpty();
              baselines.setText(said ? "Without a model: " + reached.words() : "");
              baselines.setVisible(said);
              baselines.setManaged(said);
            });
    var which =
        Choice.segments(List.of(false, true), trusting, on -> on ? "Can it be trusted?" : "Prices");
    which.setId("trusting");
    row.getChildren().add(which);
    return Ui.column(6, row, baselines);
  }

  private StringBinding verdict(boolean sure) {
    return Bindings.createStringBinding(
        () -> model.sureProperty().get() == sure ? model.verdictProperty().get() : "",
        model.verdictProperty(),
        model.sureProperty());
  }

  private StringBinding of(java.util.function.Function<Scores, String> show) {
    return Bindings.createStringBinding(
        () -> {
          Scores scores = model.scoresProperty().get();
          return scores == null ? "–" : show.apply(scores);
        },
        model.scoresProperty());
  }

  private Node charts(Desk desk) {
    var scatter = new PriceScatter(false);
    var rest = new PriceScatter(true);
    var mean = new MeanBand("Products priced", "Mean error so far");
    Map<Sight, Node> nodes = new EnumMap<>(Sight.class);
    nodes.put(Sight.GUESS, chart(scatter, "Predicted against true prices", desk));
    nodes.put(Sight.RESIDUALS, chart(rest, "Residuals against true prices", desk));
    nodes.put(
        Sight.MEAN,
        new ChartPane(mean, "Running mean of the error with its interval", desk.dark()));
    Consumer<List<EvaluationRow>> draw =
        rows -> {
          switch (sight.get()) {
            case GUESS -> scatter.show(rows);
            case RESIDUALS -> rest.show(rows);
            case MEAN -> {
              RunningError so = RunningError.of(rows);
              mean.show(so.n(), so.mean(), so.low(), so.high());
            }
          }
        };
    sight.subscribe(
        now -> {
          nodes.forEach((which, node) -> node.setVisible(which == now));
          draw.accept(model.drawnProperty().get());
        });
    // Only the one that is seen is drawn: rows may come many times a second.
    model.drawnProperty().subscribe(draw);
    model.yardsticksProperty().subscribe(reached -> mean.compare(reached.median()));
    Runnable ring =
        () -> {
          EvaluationRow row = model.lookedProperty().get();
          var chosen = row == null ? model.chosenProperty().get() : java.util.Set.of(row.index());
          scatter.choose(chosen);
          rest.choose(chosen);
        };
    model.lookedProperty().subscribe(ring);
    model.chosenProperty().subscribe(ring);
    var which = Choice.segments(List.of(Sight.values()), sight, Sight::words);
    Button all =
        Ui.icon("mdi2s-select-off", "Show all rows again", () -> model.choose(java.util.Set.of()));
    model.chosenProperty().subscribe(chosen -> all.setDisable(chosen.isEmpty()));
    var stack = new StackPane();
    stack.getChildren().addAll(nodes.values());
    TextScale.tall(stack, 160);
    Node legend = legend();
    // Bands are told of rows; a mean has none.
    sight.subscribe(now -> legend.setVisible(now != Sight.MEAN));
    return Ui.card(Ui.row(8, which, Ui.spring(), all), Ui.tall(stack), legend);
  }

  /** What can be seen of all rows at once. */
  private enum Sight {
    GUESS("Guesses"),
    RESIDUALS("Residuals"),
    MEAN("Running mean");

    private final String words;

    Sight(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  private Node chart(PriceScatter scatter, String name, Desk desk) {
    var chart = new ChartPane(scatter, name, desk.dark());
    chart.onClick(
        at -> {
          EvaluationRow row = scatter.near(at);
          if (row != null) {
            model.lookedProperty().set(row);
          }
        });
    return new Brush(chart, (a, b) -> model.choose(scatter.between(a, b)));
  }

  private static Node legend() {
    var row = new FlowPane(14, 2);
    for (Mark mark : Mark.values()) {
      row.getChildren()
          .add(
              Ui.row(
                  4,
                  Ui.label(mark.sign(), mark.style()),
                  Ui.label(mark.word() + ": " + mark.meaning(), "usual")));
    }
    row.getChildren().add(Ui.label("Drag over points to list only these.", "usual"));
    return row;
  }

  private Node list(Desk desk) {
    var orders = Choice.segments(List.of(Order.values()), model.orderProperty(), Order::words);
    var bands = new ComboBox<String>();
    var words = new ArrayList<>(List.of("All bands"));
    List<Mark> marks = List.of(Mark.values());
    for (Mark mark : marks) {
      words.add(mark.sign() + " " + mark.word());
    }
    bands.setItems(FXCollections.observableArrayList(words));
    bands.getSelectionModel().selectFirst();
    bands.setOnAction(
        event -> {
          int at = bands.getSelectionModel().getSelectedIndex();
          model.onlyProperty().set(at <= 0 ? null : marks.get(at - 1));
        });
    Ui.named(bands, "Band", "Lists only the rows of one band");
    var card =
        Ui.card(
            new FlowPane(8, 8, orders, bands),
            Ui.tall(Later.part(desk.work(), () -> new RowTable(model))),
            Later.part(desk.work(), () -> new RowDetail(model, desk)));
    return card;
  }
}
