package tunebench.run;

/**
 * The course's figures of one evaluation.
 *
 * @param set which evaluation of the run
 * @param n products
 * @param mae mean absolute error in dollars
 * @param maeLow lower end of its 95 % interval; NaN at n = 1
 * @param maeHigh upper end
 * @param rmsle root mean squared difference of ln(price + 1)
 * @param hits per cent of the guesses that are green
 * @param mse mean squared error
 * @param r2 share of variance explained; may be NaN
 * @param unparsed answers without a readable price
 */
public record Scores(
    String set,
    int n,
    double mae,
    double maeLow,
    double maeHigh,
    double rmsle,
    double hits,
    double mse,
    double r2,
    int unparsed) {}
