/** Panes that several labs share: the model, a training run, an evaluation. */
@org.jspecify.annotations.NullMarked
package tunebench.ui.pane;
