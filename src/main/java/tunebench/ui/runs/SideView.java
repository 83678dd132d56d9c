package tunebench.ui.runs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableView;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import tunebench.run.EvaluationRow;
import tunebench.run.RunRecord;
import tunebench.run.Scores;
import tunebench.run.SettingDifference;
import tunebench.ui.atlas.AtlasView;
import tunebench.ui.chart.Brush;
import tunebench.ui.chart.ChartPane;
import tunebench.ui.chart.Curves;
import tunebench.ui.chart.PriceScatter;
import tunebench.ui.control.Columns;
import tunebench.ui.control.Later;
import tunebench.ui.control.Notice;
import tunebench.ui.control.RunWords;
import tunebench.ui.control.SettingWords;
import tunebench.ui.control.Show;
import tunebench.ui.control.Ui;
import tunebench.ui.work.Desk;

/** The picked runs: verdict and differences, curves, predictions with one brush, notes. */
final class SideView extends VBox {
  private static final int MOST_ABREAST = 3;

  private final RunsViewModel model;
  private final Desk desk;
  private final VerdictBox verdicts;
  private final TableView<List<String>> table = new TableView<>();
  private final Curves curves =
      new Curves("Step", "Loss of the price token", Curves.plain("0.##"), true);
  private final GridPane scatters = new GridPane(10, 10);
  private final TableView<EvaluationRow> rows = new TableView<>();
  private final Tab curvesTab;
  private final Tab pricesTab;
  private final NotesForm notes;
  private final Map<String, PriceScatter> plots = new LinkedHashMap<>();
  private final Tab atlasTab;

  SideView(RunsViewModel model, Desk desk) {
    super(10);
    this.model = model;
    this.desk = desk;
    notes = new NotesForm(model);
    table.setId("differences");
    table.setAccessibleText("What differs between the picked runs");
    verdicts = new VerdictBox(model.whyProperty(), desk);
    var first = new Tab("What differs", Ui.card(verdicts, Ui.tall(table)));
    var chart = new ChartPane(curves, "Loss curves of the picked runs", desk.dark());
    chart.zoomable(true, false);
    curvesTab = new Tab("Curves", Ui.card(chart));
    Ui.tall(chart);
    pricesTab = new Tab("Predictions", prices());
    atlasTab = new Tab("Error atlas", new AtlasView(model.atlas(), desk));
    var last = new Tab("Notes and tags", notes);
    var tabs = new TabPane(first, curvesTab, pricesTab, atlasTab, last);
    tabs.setTabClosingPolicy(TabPane.TabClosingPolicy.UNAVAILABLE);
    tabs.getStyleClass().add("sub-tabs");
    getChildren()
        .addAll(
            actions(),
            exporting(),
            Notice.danger(model.problemProperty()),
            Notice.success(model.doneProperty()),
            Notice.success(model.again().sameProperty()),
            Notice.warning(model.again().otherProperty()),
            Notice.danger(model.again().problemProperty()),
            Ui.tall(tabs));
    model.sideProperty().subscribe(this::show);
    model.brushedProperty().subscribe(chosen -> brush());
  }

  private Node actions() {
    var export = new MenuButton("Export");
    export.setGraphic(new org.kordamp.ikonli.javafx.FontIcon("mdi2e-export-variant"));
    Ui.named(export, "Export", "Writes what is side by side to a file");
    export.setId("export-runs");
    export.disableProperty().bind(model.exportingProperty().isNotEmpty());
    for (RunsFormat format : RunsFormat.values()) {
      var item = new MenuItem(format.words());
      item.setOnAction(
          event ->
              desk.chooser()
                  .save(
                      "Export runs",
                      "runs." + format.ending(),
                      file -> model.export(format, file)));
      export.getItems().add(item);
    }
    var passport = new MenuItem("Passport of the first run (JSON)");
    passport.setOnAction(
        event -> desk.chooser().save("Export a passport", "passport.json", model::exportPassport));
    export.getItems().add(passport);
    Button again =
        Ui.button(
            "Run again with a change",
            "mdi2r-repeat",
            "Takes the first run's settings into lab 4",
            () -> first().ifPresent(model::again));
    again.setId("again");
    Button open =
        Ui.button(
            "Open in its lab",
            "mdi2o-open-in-app",
            "Opens the first run in its lab",
            () -> first().ifPresent(run -> model.open(run.summary().id())));
    return Ui.row(8, Ui.title("Side by side"), Ui.spring(), open, again, trust(), export);
  }

  private Node exporting() {
    Label step = Ui.prose("", "text-muted");
    step.textProperty().bind(model.exportingProperty());
    Button stop =
        Ui.button("Cancel", "mdi2s-stop", "Stops; nothing half-written stays", model::cancelExport);
    stop.setId("export-runs-cancel");
    var row = Ui.row(8, Ui.wide(step), stop);
    row.visibleProperty().bind(model.exportingProperty().isNotEmpty());
    row.managedProperty().bind(row.visibleProperty());
    return row;
  }

  private Node trust() {
    var menu = new MenuButton("Make again");
    menu.setId("make-again");
    menu.setGraphic(new org.kordamp.ikonli.javafx.FontIcon("mdi2c-content-duplicate"));
    Ui.named(menu, "Make again", "Repeats the first run, to the bit or with other seeds");
    var same = new MenuItem("The same, and compare bit by bit");
    same.setOnAction(event -> first().ifPresent(model.again()::replay));
    var seeds = new MenuItem("Noise floor: with two other seeds");
    seeds.setOnAction(event -> first().ifPresent(model.again()::seeds));
    menu.getItems().setAll(same, seeds);
    return menu;
  }

  private java.util.Optional<RunRecord> first() {
    SideBySide side = model.sideProperty().get();
    return side == null
        ? java.util.Optional.empty()
        : side.comparison().runs().stream().findFirst();
  }

  private Node prices() {
    rows.setId("brushed");
    rows.setAccessibleText("The brushed products");
    rows.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
    rows.setPrefHeight(190);
    rows.setMinHeight(120);
    var scroll = new ScrollPane(scatters);
    scroll.setFitToWidth(true);
    scroll.setFitToHeight(true);
    scroll.setMinHeight(200);
    Button all =
        Ui.icon(
            "mdi2s-select-off",
            "Show all rows again",
            () -> model.brushedProperty().set(java.util.Set.of()));
    return Ui.card(
        Ui.row(
            8,
            Ui.prose("Drag over points in one plot: the same products light up in all.", "usual"),
            Ui.spring(),
            all),
        Ui.tall(scroll),
        rows);
  }

  private void show(@Nullable SideBySide side) {
    if (side == null) {
      return;
    }
    List<RunRecord> runs = side.comparison().runs();
    curvesTab.setDisable(side.losses().isEmpty());
    pricesTab.setDisable(side.rows().isEmpty());
    atlasTab.setDisable(side.rows().size() < 2);
    inTurn(side, () -> verdicts.show(side.comparison()));
    inTurn(side, () -> table(runs, side.comparison().differences()));
    inTurn(
        side,
        () -> {
          curves.show(side.losses());
          notes.show(runs.getFirst());
        });
    inTurn(
        side,
        () -> {
          scatters(side);
          brush();
        });
  }

  /** Does a part of it in a frame of its own, if these runs are then still the picked ones. */
  private void inTurn(SideBySide side, Runnable part) {
    Later.whenShown(
        desk.work(),
        () -> {
          if (side.equals(model.sideProperty().get())) {
            part.run();
          }
        });
  }

  private void table(List<RunRecord> runs, List<SettingDifference> differences) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(line("Status", runs, r -> RunWords.status(r.summary().status())));
    lines.add(line("MAE", runs, r -> score(r, s -> Show.mae(s)) + RunWords.flag(r)));
    lines.add(line("RMSLE", runs, r -> score(r, s -> Show.figure(s.rmsle()))));
    lines.add(line("Hits", runs, r -> score(r, s -> Show.text("%.1f %%", s.hits()))));
    lines.add(line("Products", runs, r -> score(r, s -> Show.count(s.n()))));
    lines.removeIf(l -> l.stream().skip(1).allMatch(cell -> cell.equals("–")));
    for (SettingDifference d : differences) {
      List<String> cells = new ArrayList<>(List.of(SettingWords.name(d.name())));
      d.values().forEach(value -> cells.add(SettingWords.value(d.name(), value)));
      lines.add(cells);
    }
    // Few runs share the room that is there; many are scrolled to.
    table.setColumnResizePolicy(
        runs.size() <= MOST_ABREAST
            ? TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN
            : TableView.UNCONSTRAINED_RESIZE_POLICY);
    table.getColumns().clear();
    table
        .getColumns()
        .add(Columns.narrow(Columns.text("", 140, (List<String> cells) -> cells.getFirst())));
    for (int i = 0; i < runs.size(); i++) {
      int at = i + 1;
      table
          .getColumns()
          .add(
              Columns.text(
                  RunWords.name(runs.get(i).summary()),
                  220,
                  (List<String> cells) -> cells.get(at)));
    }
    table.getItems().setAll(lines);
  }

  private static List<String> line(
      String name, List<RunRecord> runs, java.util.function.Function<RunRecord, String> cell) {
    List<String> cells = new ArrayList<>(List.of(name));
    runs.forEach(run -> cells.add(cell.apply(run)));
    return cells;
  }

  private static String score(RunRecord run, java.util.function.Function<Scores, String> show) {
    return run.scores().isEmpty() ? "–" : show.apply(run.scores().getLast());
  }

  private void scatters(SideBySide side) {
    scatters.getChildren().clear();
    scatters.getColumnConstraints().clear();
    int columns = Math.clamp(side.rows().size(), 1, MOST_ABREAST);
    for (int i = 0; i < columns; i++) {
      var column = new ColumnConstraints();
      column.setPercentWidth(100.0 / columns);
      scatters.getColumnConstraints().add(column);
    }
    plots.clear();
    rows.getColumns().clear();
    rows.getColumns()
        .addAll(
            List.of(
                Columns.text("Product", 180, EvaluationRow::title),
                Columns.figure("True", 70, EvaluationRow::truth, Show::round)));
    Map<String, String> names = new LinkedHashMap<>();
    side.comparison().runs().forEach(r -> names.put(r.summary().id(), RunWords.name(r.summary())));
    side.rows()
        .forEach(
            (id, found) -> {
              var plot = new PriceScatter(false);
              plots.put(id, plot);
              plot.show(found);
              var chart = new ChartPane(plot, "Predictions of " + names.get(id), desk.dark());
              var brush = new Brush(chart, (a, b) -> model.brush(id, plot.between(a, b)));
              var box = new StackPane(brush);
              box.setPrefSize(200, 220);
              box.setMinHeight(200);
              Node one = Ui.column(4, named(names.getOrDefault(id, id)), Ui.tall(box));
              GridPane.setVgrow(one, Priority.ALWAYS);
              int at = plots.size() - 1;
              scatters.add(one, at % columns, at / columns);
              Map<Integer, EvaluationRow> byLine = new LinkedHashMap<>();
              found.forEach(row -> byLine.put(row.line(), row));
              rows.getColumns()
                  .add(
                      Columns.figure(
                          names.getOrDefault(id, id),
                          110,
                          row -> {
                            EvaluationRow same = byLine.get(row.line());
                            return same == null ? Double.NaN : same.guess();
                          },
                          Show::round));
            });
  }

  /** A name that may be cut, and told whole when the pointer rests on it. */
  private static Node named(String run) {
    return Ui.named(Ui.label(run, "setting-name"), run, run);
  }

  private void brush() {
    plots.forEach((run, plot) -> plot.choose(model.brushedIn(run)));
    rows.getItems().setAll(model.brushedRows());
  }
}
