/** Runs side by side. */
@org.jspecify.annotations.NullMarked
package tunebench.ui.runs;
