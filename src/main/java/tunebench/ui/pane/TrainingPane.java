package tunebench.ui.pane;

import static java.util.Locale.ROOT;

import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Slider;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;
import tunebench.protocol.JobInfo;
import tunebench.protocol.JobState;
import tunebench.run.RunRecord;
import tunebench.run.StepPoint;
import tunebench.ui.chart.ChartPane;
import tunebench.ui.chart.Curves;
import tunebench.ui.chart.InTurn;
import tunebench.ui.control.Choice;
import tunebench.ui.control.EmptyState;
import tunebench.ui.control.Later;
import tunebench.ui.control.Notice;
import tunebench.ui.control.RunWords;
import tunebench.ui.control.Show;
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
  private final FontIcon dot = new FontIcon("mdi2c-circle");
  private final Label name = Ui.label("", "card-title");
  private final Label status = Ui.label("", "text-muted");
  private final ProgressBar progress = new ProgressBar(0);
  private final Button pause;
  private final Button resume;
  private final Button save;
  private final Button finish;
  private final Button cancel;

  public TrainingPane(TrainingViewModel model, Desk desk) {
    this.model = model;
    this.desk = desk;
    turns = new InTurn(desk.work());
    // Small charts have room for few figures: with zero on the axis one figure more tells the rest.
    norm.fromZero();
    speed.fromZero();
    memory.fromZero();
    pause = Ui.button("Pause", "mdi2p-pause", "Saves the run and frees the device", model::pause);
    resume = Ui.button("Resume", "mdi2p-play", "Goes on from the last checkpoint", model::resume);
    save =
        Ui.button(
            "Save", "mdi2c-content-save-outline", "Saves a checkpoint and goes on", model::save);
    finish =
        Ui.button(
            "Stop, keep",
            "mdi2f-flag-checkered",
            "Ends now as if all steps were done",
            model::finish);
    cancel =
        Ui.button("Cancel", "mdi2s-stop", "Ends now; a checkpoint is saved first", model::cancel);
    pause.setId("pause");
    resume.setId("resume");
    finish.setId("finish");
    for (Button button : List.of(pause, resume, save, finish, cancel)) {
      button.getStyleClass().add("small");
      button.setMinWidth(USE_PREF_SIZE);
    }
    progress.setMaxWidth(Double.MAX_VALUE);
    progress.setAccessibleText("Progress of the run");
    progress.getStyleClass().add("run-progress");
    dot.getStyleClass().add("state-dot");
    name.setMinWidth(60);
    var bar = new FlowPane(6, 6, pause, resume, save, finish, cancel);
    bar.setAlignment(javafx.geometry.Pos.CENTER_RIGHT);
    bar.setPrefWrapLength(340);
    Ui.wide(bar);

    var main = Ui.card(view(), Ui.tall(Later.part(desk.work(), this::lossChart)));
    var column =
        new VBox(
            10,
            Ui.card(
                Ui.row(8, dot, name, bar),
                progress,
                status,
                Notice.danger(model.problemProperty()),
                Notice.warning(model.remarkProperty()),
                reason()),
            Ui.tall(main),
            small());
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
    model.recordProperty().subscribe(record -> orders());
    model.jobProperty().subscribe(job -> orders());
    model.lastProperty().subscribe(step -> stand());
    model.pointedProperty().subscribe(this::mark);
  }

  /** Why a run failed or was interrupted, in the words of its record. */
  private Notice reason() {
    return Notice.danger(
        Bindings.createStringBinding(
            () -> {
              RunRecord record = model.recordProperty().get();
              return record == null ? "" : record.summary().reason();
            },
            model.recordProperty()));
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

  /** Enables what can be ordered now. */
  private void orders() {
    JobInfo job = model.jobProperty().get();
    RunRecord record = model.recordProperty().get();
    boolean running = job != null && job.state() == JobState.RUNNING;
    boolean paused = job != null && job.state() == JobState.PAUSED;
    boolean waiting = job != null && job.state() == JobState.QUEUED;
    boolean left =
        record != null
            && record.summary().status().resumable()
            && (job == null || job.state().ended());
    // Only what can be done now is offered: the name has the room that is left.
    offer(pause, running);
    offer(save, running);
    offer(finish, running);
    offer(cancel, running || paused || waiting);
    offer(resume, paused || left);
    stand();
  }

  private static void offer(Button order, boolean now) {
    order.setDisable(!now);
    order.setVisible(now);
    order.setManaged(now);
  }

  /** Where the run stands: its sign, its name, how far it is. */
  private void stand() {
    RunRecord record = model.recordProperty().get();
    StepPoint step = model.lastProperty().get();
    status.setText(model.status());
    if (record == null) {
      return;
    }
    name.setText(RunWords.name(record.summary()));
    dot.setIconLiteral(RunWords.icon(record.summary().status()));
    dot.getStyleClass().removeIf(style -> style.startsWith("state-") && !style.equals("state-dot"));
    dot.getStyleClass()
        .add("state-" + RunWords.status(record.summary().status()).toLowerCase(ROOT));
    progress.setProgress(step == null ? 0 : (double) step.step() / Math.max(1, step.steps()));
  }

  /** Scrolls a node up and down when it is too tall. */
  static ScrollPane scroll(Node node) {
    var pane = new ScrollPane(node);
    pane.setFitToWidth(true);
    pane.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
    return pane;
  }

  /** A figure of the last step as text. */
  static String figure(
      @Nullable StepPoint step, java.util.function.ToDoubleFunction<StepPoint> of) {
    return step == null ? "–" : Show.figure(of.applyAsDouble(step));
  }
}
