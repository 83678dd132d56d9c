package tunebench.ui.chart;

import java.awt.geom.Point2D;
import java.util.function.BiConsumer;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Pane;
import javafx.scene.layout.StackPane;
import javafx.scene.shape.Rectangle;
import org.jspecify.annotations.Nullable;

/** Lets a person drag a rectangle over a chart; tells its corners in the chart's units. */
public final class Brush extends StackPane {
  private static final double LEAST = 5;

  private final ChartPane chart;
  private final BiConsumer<Point2D, Point2D> brushed;
  private final Rectangle frame = new Rectangle();
  private double startX;
  private double startY;
  private @Nullable Point2D start;

  public Brush(ChartPane chart, BiConsumer<Point2D, Point2D> brushed) {
    this.chart = chart;
    this.brushed = brushed;
    frame.getStyleClass().add("brush");
    frame.setVisible(false);
    frame.setManaged(false);
    var layer = new Pane(frame);
    layer.setMouseTransparent(true);
    getChildren().addAll(chart, layer);
    chart.canvas().addEventFilter(MouseEvent.MOUSE_PRESSED, this::press);
    chart.canvas().addEventFilter(MouseEvent.MOUSE_DRAGGED, this::drag);
    chart.canvas().addEventFilter(MouseEvent.MOUSE_RELEASED, this::release);
  }

  private void press(MouseEvent event) {
    startX = event.getX();
    startY = event.getY();
    start = chart.at(startX, startY);
  }

  private void drag(MouseEvent event) {
    if (start == null) {
      return;
    }
    frame.setVisible(true);
    frame.setX(Math.min(startX, event.getX()));
    frame.setY(Math.min(startY, event.getY()));
    frame.setWidth(Math.abs(event.getX() - startX));
    frame.setHeight(Math.abs(event.getY() - startY));
    event.consume();
  }

  private void release(MouseEvent event) {
    frame.setVisible(false);
    Point2D from = start;
    start = null;
    if (from == null || Math.hypot(event.getX() - startX, event.getY() - startY) < LEAST) {
      return;
    }
    java.awt.geom.Rectangle2D area = chart.area();
    Point2D to =
        chart.at(
            Math.clamp(event.getX(), area.getMinX() + 1, area.getMaxX() - 1),
            Math.clamp(event.getY(), area.getMinY() + 1, area.getMaxY() - 1));
    if (to != null) {
      brushed.accept(from, to);
    }
  }
}
