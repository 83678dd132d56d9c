/** Lab 5: what was learned, row by row. */
@org.jspecify.annotations.NullMarked
package tunebench.ui.lab5evaluate;
