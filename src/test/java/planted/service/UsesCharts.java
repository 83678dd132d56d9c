package planted.service;

import org.jfree.chart.JFreeChart;

/** Breaks a wall on purpose. */
public final class UsesCharts {
  private UsesCharts() {}

  /** Names a library that has no place here. */
  public static Class<?> forbidden() {
    return JFreeChart.class;
  }
}
