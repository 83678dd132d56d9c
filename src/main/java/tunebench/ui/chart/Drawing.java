package tunebench.ui.chart;

/** A chart that can be shown in either theme. */
public interface Drawing {

  /** The chart; always the same object. */
  FreshChart chart();

  /** Puts on the colours of a theme. */
  void dress(Ink ink);
}
