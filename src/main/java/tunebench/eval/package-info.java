/** What a model's answers are worth: reading the price, the course's metrics, and baselines. */
@org.jspecify.annotations.NullMarked
package tunebench.eval;
