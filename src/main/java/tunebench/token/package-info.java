/**
 * From prompts to batches: the only place that masks labels and shifts them. A label at position i
 * is what the hidden state at i - 1 must say.
 */
@org.jspecify.annotations.NullMarked
package tunebench.token;
