/** The learner's guesses before results, and what came of them. */
@org.jspecify.annotations.NullMarked
package tunebench.ui.journal;
