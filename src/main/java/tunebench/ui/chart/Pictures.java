package tunebench.ui.chart;

import java.util.List;
import org.jfree.chart.JFreeChart;
import tunebench.run.EvaluationRow;

/** Charts for files: in light colours, whatever the window's theme. */
public final class Pictures {
  private Pictures() {}

  /** The chart of a drawing that is on no screen. */
  public static JFreeChart of(Drawing drawing) {
    drawing.dress(Ink.LIGHT);
    return drawing.chart();
  }

  /** Predicted against true prices. */
  public static JFreeChart scatter(List<EvaluationRow> rows) {
    var scatter = new PriceScatter(false);
    scatter.show(rows);
    return of(scatter);
  }
}
