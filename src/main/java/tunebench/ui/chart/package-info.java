/** Charts by JFreeChart, with data cut to what a screen can show. */
@org.jspecify.annotations.NullMarked
package tunebench.ui.chart;
