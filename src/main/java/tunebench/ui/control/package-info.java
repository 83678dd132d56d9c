/** Small controls: states of a screen, settings with their explanation, bands, figures as text. */
@org.jspecify.annotations.NullMarked
package tunebench.ui.control;
