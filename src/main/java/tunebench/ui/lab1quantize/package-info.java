/** Lab 1: what a model is made of, and what fewer bits cost. */
@org.jspecify.annotations.NullMarked
package tunebench.ui.lab1quantize;
