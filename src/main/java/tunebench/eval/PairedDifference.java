package tunebench.eval;

/**
 * How much a figure differs between two runs on the same rows.
 *
 * @param value the second run's figure less the first's
 * @param ci95 its 95 % interval by paired resampling; NaN from a single row
 * @param p two-sided: the least error rate at which the interval still excludes 0; 1 from a single
 *     row
 */
public record PairedDifference(double value, Interval ci95, double p) {}
