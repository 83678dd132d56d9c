/** Whether a figure is to be believed: distributions, baselines, leaks, noise. */
@org.jspecify.annotations.NullMarked
package tunebench.ui.trust;
