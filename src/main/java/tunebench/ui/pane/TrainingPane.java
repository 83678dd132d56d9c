package tunebench.ui.pane;

import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Slider;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import tunebench.run.StepPoint;
import tunebench.ui.chart.ChartPane;
import tunebench.ui.chart.Curves;
import tunebench.ui.chart.InTurn;
import tunebench.ui.control.Choice;
import tunebench.ui.control.EmptyState;
import tunebench.ui.control.Later;
import tunebench.ui.control.StatePane;
import tunebench.ui.control.TextScale;
import tunebench.ui.control.Ui;
import tunebench.ui.work.Desk;

/**
 * A training run: orders above, curves in the middle, the step pointed at and settings at the side.
 */
public final class TrainingPane extends StackPane {
  /** The width from which four small charts stand in one row. */
  private static final double WIDE = 700;

  private final TrainingViewModel model;
  private final Desk desk;
  private final Curves loss = new Curves("Step", "Loss", Curves.plain("0.##"), true);
  private final Curves rate = new Curves("", "", Curves.powers(), false);
  private final Curves norm = new Curves("", "", Curves.plain("0.##"), false);
  private final Curves speed = new Curves("", "", Curves.plain("#,##0"), false);
  private final Curves memory = new Curves("", "", Curves.plain("0.0##"), false);
  private final InTurn turns;

  public TrainingPane(TrainingViewModel model, Desk desk) {
    this.model = model;
    this.desk = desk;
    turns = new InTurn(desk.work());
    // Small charts have room for few figures: with zero on the axis one figure more tells the rest.
    norm.fromZero();
    speed.fromZero();
    memory.fromZero();
    var main = Ui.card(view(), Ui.tall(Later.part(desk.work(), this::lossChart)));
    var column = new VBox(10, new RunBar(model), Ui.tall(main), small());
    var side = new StackPane(Later.part(desk.work(), () -> new RunSide(model, desk.work())));
    var body = Ui.row(10, Ui.wide(column), side);
    body.setFillHeight(true);
    body.setAlignment(javafx.geometry.Pos.TOP_LEFT);
    column.setMinWidth(0);
    TextScale.wide(side, 236, 236);
    var empty =
        new EmptyState(
            "mdi2c-chart-line",
            "No run is open",
            "Start a run with the settings on the left, or open one under Runs. It trains in the"
                + " background: this window may be closed meanwhile.");
    getChildren().add(new StatePane(model.screen(), body, empty));

    model.chartsProperty().subscribe(this::draw);
    model.logarithmicProperty().subscribe(loss::logarithmic);
    model.byEpochProperty().subscribe(on -> loss.across(on ? "Epoch" : "Step", !on));
    model.pointedProperty().subscribe(this::mark);
  }

  private Node view() {
    var smooth = new Slider(0, 0.99, model.smoothingProperty().get());
    smooth.valueProperty().bindBidirectional(model.smoothingProperty());
    smooth.setPrefWidth(90);
    smooth.setMinWidth(60);
    Ui.named(smooth, "Smoothing", "Weight of the past in the smoothed curve; 0 shows raw values");
    var log = Ui.whole(new ToggleButton("Log"));
    log.selectedProperty().bindBidirectional(model.logarithmicProperty());
    Ui.named(log, "Logarithmic axis", "Shows the loss on a logarithmic axis");
    var axis =
        Choice.segments(
            List.of(false, true), model.byEpochProperty(), on -> on ? "Epochs" : "Steps");
    Button whole =
        Ui.icon("mdi2f-fit-to-screen-outline", "Show all again after zooming", loss::whole);
    return Ui.row(
        10,
        Ui.title("Loss"),
        Ui.spring(),
        Ui.whole(Ui.label("Smooth", "text-muted")),
        smooth,
        log,
        axis,
        whole);
  }

  private Node lossChart() {
    var chart = new ChartPane(loss, "Loss and loss of the price token over steps", desk.dark());
    chart.zoomable(true, false).onClick(at -> model.point(at.getX()));
    chart.setPrefHeight(280);
    chart.setFocusTraversable(true);
    chart.setOnKeyPressed(
        key -> {
          if (key.getCode() == KeyCode.LEFT || key.getCode() == KeyCode.RIGHT) {
            model.move((key.getCode() == KeyCode.LEFT ? -1 : 1) * (key.isShiftDown() ? 10 : 1));
            key.consume();
          }
        });
    return chart;
  }

  /** The four small charts: in a row where there is room, else two by two. */
  private Node small() {
    List<Node> cards =
        List.of(
            card("Learning rate", rate),
            card("Gradient norm", norm),
            card("Tokens per second", speed),
            card("Memory in use, GB", memory));
    var grid = new GridPane(10, 10);
    grid.getChildren().addAll(cards);
    grid.setMinWidth(0);
    grid.widthProperty()
        .map(width -> width.doubleValue() > WIDE ? 4 : 2)
        .orElse(2)
        .subscribe(columns -> place(grid, cards, columns));
    return grid;
  }

  private static void place(GridPane grid, List<Node> cards, int columns) {
    grid.getColumnConstraints().clear();
    for (int i = 0; i < columns; i++) {
      var column = new ColumnConstraints();
      column.setPercentWidth(100.0 / columns);
      column.setHgrow(Priority.ALWAYS);
      grid.getColumnConstraints().add(column);
    }
    for (int i = 0; i < cards.size(); i++) {
      GridPane.setConstraints(cards.get(i), i % columns, i / columns);
    }
  }

  private Node card(String name, Curves curves) {
    var room =
        new StackPane(
            Later.part(
                desk.work(), () -> new ChartPane(curves, name + " over steps", desk.dark())));
    room.setPrefSize(150, 96);
    room.setMinHeight(80);
    var card = Ui.card(Ui.label(name, "setting-name"), Ui.tall(room));
    card.getStyleClass().add("tight");
    return card;
  }

  private void draw(TrainingCharts charts) {
    turns.draw(loss, () -> loss.show(charts.loss()));
    turns.draw(rate, () -> rate.show(charts.rate()));
    turns.draw(norm, () -> norm.show(charts.norm()));
    turns.draw(speed, () -> speed.show(charts.speed()));
    turns.draw(memory, () -> memory.show(charts.memory()));
  }

  private void mark(@Nullable StepPoint step) {
    loss.mark(
        step == null ? Double.NaN : model.byEpochProperty().get() ? step.epoch() : step.step());
  }

  /** Scrolls a node up and down when it is too tall. */
  static ScrollPane scroll(Node node) {
    var pane = new ScrollPane(node);
    pane.setFitToWidth(true);
    pane.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
    return pane;
  }
}
