package tunebench.ui.lab3prepare;

import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import tunebench.protocol.DataReply.TokenLengths;
import tunebench.ui.chart.ChartPane;
import tunebench.ui.chart.Histogram;
import tunebench.ui.control.Ui;
import tunebench.ui.work.Desk;

/** How long the rows are in tokens, with a limit that is dragged. */
final class LengthsCard extends VBox {
  private final TokensViewModel model;
  private final Histogram lengths = new Histogram("Tokens per row", "Rows");
  private int bin = 1;
  private int shortest;
  private int longest;

  LengthsCard(TokensViewModel model, Desk desk) {
    super(10);
    getStyleClass().add("panel");
    this.model = model;
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
    getChildren()
        .addAll(
            Ui.title("How long rows are"),
            Ui.tall(chart),
            cut,
            Ui.prose("Drag the red line, or use the arrow keys, to move the limit.", "usual"));
    model.lengthsProperty().subscribe(this::show);
    model.cutProperty().subscribe(says -> limit());
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

  private void show(@Nullable TokenLengths found) {
    if (found == null) {
      longest = 0;
      lengths.show(0, 1, List.of());
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
}
