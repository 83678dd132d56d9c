package tunebench.ui.chart;

import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import javafx.beans.value.ObservableBooleanValue;
import javafx.scene.Node;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.StackPane;
import org.jfree.chart.fx.ChartViewer;
import org.jfree.chart.plot.XYPlot;
import org.jspecify.annotations.Nullable;
import tunebench.ui.control.Later;
import tunebench.ui.control.TextScale;

/**
 * A drawing as a node: follows the theme, zooms by dragging, and tells where a person points. It is
 * drawn once in a frame at most, whatever changed, and in a frame that has the time for it: the
 * canvas by itself draws anew for each mark that is set, and for its width and its height.
 */
public final class ChartPane extends StackPane {
  private final ChartViewer viewer;
  private final Drawing drawing;
  private boolean asked;
  private boolean urgent;

  /**
   * A drawing on the screen.
   *
   * @param name for screen readers: what is drawn
   */
  public ChartPane(Drawing drawing, String name, ObservableBooleanValue dark) {
    this.drawing = drawing;
    drawing.dress(Ink.of(dark.get()));
    viewer = new ChartViewer(drawing.chart(), false);
    viewer.setManaged(false);
    drawing.chart().removeChangeListener(viewer.getCanvas());
    drawing.chart().addChangeListener(change -> ask());
    viewer.getCanvas().setTooltipEnabled(true);
    getChildren().add(viewer);
    setMinSize(60, 60);
    setAccessibleText(name);
    setAccessibleRole(javafx.scene.AccessibleRole.IMAGE_VIEW);
    dark.subscribe(on -> drawing.dress(Ink.of(on)));
    TextScale.follow(getProperties(), ratio -> drawing.dress(Ink.of(dark.get())));
  }

  @Override
  protected void layoutChildren() {
    if (otherSize()) {
      ask();
    }
  }

  private void ask() {
    boolean seen = seen();
    if (!asked || (seen && !urgent)) {
      asked = true;
      urgent = seen;
      Later.draw(seen, this::drawOnce);
    }
  }

  /** Asked while it was hidden and again since, it waits twice. */
  private void drawOnce() {
    if (asked) {
      draw();
    }
  }

  private boolean seen() {
    if (getScene() == null) {
      return false;
    }
    for (Node node = this; node != null; node = node.getParent()) {
      if (!node.isVisible()) {
        return false;
      }
    }
    return true;
  }

  private void draw() {
    asked = false;
    if (otherSize()) {
      drawing.chart().hold(true);
      viewer.resizeRelocate(0, 0, getWidth(), getHeight());
      viewer.layout();
      drawing.chart().hold(false);
    }
    viewer.getCanvas().draw();
  }

  private boolean otherSize() {
    return viewer.getWidth() != getWidth() || viewer.getHeight() != getHeight();
  }

  /** Whether dragging and the wheel change the range shown. */
  public ChartPane zoomable(boolean domain, boolean range) {
    viewer.getCanvas().setDomainZoomable(domain);
    viewer.getCanvas().setRangeZoomable(range);
    return this;
  }

  /** Hears of clicks in the chart's own units. */
  public ChartPane onClick(java.util.function.Consumer<Point2D> action) {
    viewer
        .getCanvas()
        .addEventHandler(
            MouseEvent.MOUSE_CLICKED,
            event -> {
              Point2D at = event.isStillSincePress() ? at(event.getX(), event.getY()) : null;
              if (at != null) {
                action.accept(at);
              }
            });
    return this;
  }

  /** A place on the canvas in the chart's units, or null outside of the data's area. */
  public @Nullable Point2D at(double x, double y) {
    Rectangle2D area = area();
    if (!(drawing.chart().getPlot() instanceof XYPlot plot) || area.isEmpty()) {
      return null;
    }
    if (!area.contains(x, y)) {
      return null;
    }
    return new Point2D.Double(
        plot.getDomainAxis().java2DToValue(x, area, plot.getDomainAxisEdge()),
        plot.getRangeAxis().java2DToValue(y, area, plot.getRangeAxisEdge()));
  }

  /** The data's area on the canvas, in pixels; empty before the first drawing. */
  public Rectangle2D area() {
    return viewer.getCanvas().getRenderingInfo().getPlotInfo().getDataArea();
  }

  /** The canvas, for what listens to the mouse itself. */
  public Node canvas() {
    return viewer.getCanvas();
  }
}
