package tunebench.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import javafx.animation.AnimationTimer;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.collections.FXCollections;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.layout.StackPane;
import org.jfree.chart.event.ChartProgressEvent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tunebench.ui.chart.ChartPane;
import tunebench.ui.chart.Histogram;
import tunebench.ui.control.Columns;
import tunebench.ui.control.Later;
import tunebench.ui.work.Work;

/** What is large comes over several frames, and what changes often is drawn once in one. */
class FramesTest extends OnStage {
  private final StackPane root = new StackPane();

  @BeforeEach
  void show() throws Exception {
    Stages.run(
        () -> {
          stage.setScene(new Scene(root, 640, 600));
          stage.show();
        });
  }

  @Test
  void aChartIsDrawnOnceForAllItsChangesAndAtItsSize() throws Exception {
    var drawing = new Histogram("x", "y");
    int[] draws = new int[1];
    drawing
        .chart()
        .addProgressListener(
            event -> draws[0] += event.getType() == ChartProgressEvent.DRAWING_STARTED ? 1 : 0);
    ChartPane pane = Stages.fx(() -> new ChartPane(drawing, "", new SimpleBooleanProperty(false)));
    Stages.run(() -> root.getChildren().setAll(pane));
    frame(() -> draws[0] > 0 && pane.area().getWidth() > 400);
    draws[0] = 0;
    Stages.run(
        () -> {
          drawing.show(0, 1, List.of(1, 2, 3, 4));
          drawing.levels(List.of(0.5, 1.0, 1.5, 2.0, 2.5, 3.0));
          drawing.limit(3.5);
        });
    frame(() -> draws[0] > 0);
    // A frame later there would have been a second one.
    frame(() -> true);
    assertThat(draws[0]).isEqualTo(1);
    Stages.run(() -> stage.setWidth(500));
    frame(() -> pane.area().getWidth() < 500 && pane.area().getWidth() > 300);
  }

  @Test
  void aTableGrowsFromItsTopUntilItFillsItsRoom() throws Exception {
    List<Integer> shown = new ArrayList<>();
    TableView<Integer> table = Stages.fx(FramesTest::table);
    Stages.run(() -> root.getChildren().setAll(Later.part(Work.onFx(), () -> table)));
    frame(
        () -> {
          shown.add(rows(table));
          return table.getMaxHeight() > 10_000 && rows(table) > 10;
        });
    // Never most of them at once.
    assertThat(IntStream.range(1, shown.size()).map(i -> shown.get(i) - shown.get(i - 1)))
        .allMatch(more -> more < 7)
        .anyMatch(more -> more > 0);
    assertThat(table.getHeight()).isGreaterThan(500);
  }

  private static TableView<Integer> table() {
    TableView<Integer> table =
        new TableView<>(
            FXCollections.observableArrayList(IntStream.range(0, 1_000).boxed().toList()));
    table.setMaxHeight(Double.MAX_VALUE);
    for (int i = 0; i < 6; i++) {
      table.getColumns().add(Columns.text("c" + i, 80, String::valueOf));
    }
    return table;
  }

  /** Rows that were made. */
  private static int rows(Node node) {
    return (int)
        node.lookupAll(".table-row-cell").stream()
            .filter(row -> row instanceof TableRow<?> made && made.isVisible() && !made.isEmpty())
            .count();
  }

  /** Waits for a frame after which something holds. */
  private static void frame(BooleanSupplier holds) throws Exception {
    var held = new CompletableFuture<Boolean>();
    var timer =
        new AnimationTimer() {
          @Override
          public void handle(long now) {
            if (holds.getAsBoolean()) {
              stop();
              held.complete(true);
            }
          }
        };
    Stages.run(timer::start);
    held.get(20, TimeUnit.SECONDS);
  }
}
