package tunebench.ui.chart;

import org.jfree.chart.JFreeChart;

/** A chart that can be shown in either theme. */
public interface Drawing {

  /** The chart; always the same object. */
  JFreeChart chart();

  /** Puts on the colours of a theme. */
  void dress(Ink ink);
}
