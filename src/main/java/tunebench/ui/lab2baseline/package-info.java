/** Lab 2: how models cut numbers, and how the untrained model prices. */
@org.jspecify.annotations.NullMarked
package tunebench.ui.lab2baseline;
