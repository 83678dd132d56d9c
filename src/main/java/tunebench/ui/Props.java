package tunebench.ui;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.collections.FXCollections;
import javafx.scene.Node;
import javafx.scene.control.ListView;
import javafx.scene.control.TableView;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeTableColumn;
import javafx.scene.control.TreeTableView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import tunebench.client.ServiceClient;
import tunebench.client.ServiceException;
import tunebench.protocol.EventId;
import tunebench.protocol.Numbered;
import tunebench.protocol.Reply;
import tunebench.protocol.Request;
import tunebench.protocol.ServiceReply.Welcome;
import tunebench.ui.chart.Bars;
import tunebench.ui.chart.ChartPane;
import tunebench.ui.chart.Curves;
import tunebench.ui.chart.Drawing;
import tunebench.ui.chart.HeatMap;
import tunebench.ui.chart.Histogram;
import tunebench.ui.chart.MeanBand;
import tunebench.ui.chart.PriceScatter;
import tunebench.ui.chart.Thin;
import tunebench.ui.control.Choice;
import tunebench.ui.control.Columns;
import tunebench.ui.control.Ui;
import tunebench.ui.pane.ModelPane;
import tunebench.ui.work.Chooser;
import tunebench.ui.work.Desk;
import tunebench.ui.work.Draft;
import tunebench.ui.work.EventFeed;
import tunebench.ui.work.JobBoard;
import tunebench.ui.work.LabJournal;
import tunebench.ui.work.RunShelf;
import tunebench.ui.work.Work;
import tunebench.ui.work.Workspace;

/** What stands in for models, rows and a service while the window's places are rehearsed. */
final class Props {
  /** About as many as a table shows at once. */
  private static final int ROWS = 20;

  /** A drop-down list is the dearest of all controls: so many, and it has been compiled. */
  private static final int BOXES = 12;

  private final Welcome welcome;
  private final boolean dark;

  Props(Welcome welcome, boolean dark) {
    this.welcome = welcome;
    this.dark = dark;
  }

  /** Rows and curves, which an empty place does not have. */
  Node parts() {
    List<Integer> numbers = IntStream.range(0, ROWS).boxed().toList();
    TableView<Integer> table = new TableView<>(FXCollections.observableArrayList(numbers));
    table.getColumns().add(Columns.text("Text", 80, String::valueOf));
    table.getColumns().add(Columns.figure("Figure", 80, Integer::doubleValue, String::valueOf));
    TreeTableView<Integer> tree = new TreeTableView<>(new TreeItem<>(1));
    numbers.forEach(n -> tree.getRoot().getChildren().add(new TreeItem<>(n)));
    tree.getRoot().setExpanded(true);
    for (String name : List.of("Name", "Shape", "Params", "Memory")) {
      TreeTableColumn<Integer, String> column = new TreeTableColumn<>(name);
      column.setCellValueFactory(cell -> new SimpleStringProperty("" + cell.getValue().getValue()));
      tree.getColumns().add(column);
    }
    ListView<Integer> list = new ListView<>(FXCollections.observableArrayList(1, 2, 3));
    var shade = new SimpleBooleanProperty(dark);
    var curves = new Curves("", "", Curves.plain("0.##"), true);
    double[] x = IntStream.range(0, 200).asDoubleStream().toArray();
    curves.show(List.of(new Curves.Curve("a", new Thin.Points(x, x), 0, false)));
    var map = new HeatMap("", shade);
    map.show(1, 2, List.of(0.0, 1.0), 1, String::valueOf);
    var bars = new Bars("", Curves.plain("0.##"), true, true);
    bars.show(
        "",
        List.of("a", "b"),
        List.of(new Bars.Part("x", List.of(1.0, 2.0))),
        List.of(new Bars.Part("y", List.of(1.0, 2.0))));
    var histogram = new Histogram("x", "y");
    histogram.show(0, 1, List.of(1, 2, 3));
    histogram.levels(List.of(1.5));
    var scatter = new PriceScatter(false);
    var mean = new MeanBand("x", "y");
    mean.show(x, x, x, x);
    var charts = new VBox();
    for (Drawing drawing : List.of(curves, bars, histogram, scatter, mean)) {
      var chart = new ChartPane(drawing, "", shade);
      chart.setPrefHeight(160);
      charts.getChildren().add(chart);
    }
    var boxes = new VBox();
    for (int i = 0; i < BOXES; i++) {
      boxes.getChildren().add(Choice.words(List.of("a"), new SimpleStringProperty("a")));
      boxes.getChildren().add(Ui.button("a", "mdi2t-table-plus", "a", () -> {}));
    }
    return new HBox(new VBox(table, tree, list, map), charts, boxes, new ModelPane(desk()));
  }

  /** A desk where nothing happens. */
  Desk desk() {
    Work nowhere = Work.nowhere();
    ServiceClient nobody = new Nobody();
    var feed = new EventFeed(nowhere);
    var space = new Workspace(nowhere, nobody, welcome);
    return new Desk(
        nowhere,
        nobody,
        feed,
        space,
        new Draft(space),
        new JobBoard(nowhere, nobody, feed),
        new RunShelf(nowhere, nobody, feed),
        new LabJournal(nowhere, nobody, feed),
        Chooser.none(),
        new SimpleBooleanProperty(dark),
        place -> {},
        run -> {});
  }

  /** Stands for a service where none is asked. */
  private static final class Nobody implements ServiceClient {
    @Override
    public <R extends Reply> R send(Request<R> request) {
      throw new ServiceException("Nobody is asked in a rehearsal.", null);
    }

    @Override
    public Subscription follow(
        @Nullable EventId after, Consumer<Numbered> listener, Consumer<Boolean> connection) {
      return () -> {};
    }

    @Override
    public void close() {}
  }
}
