@org.jspecify.annotations.NullMarked
package tunebench.ui.lab4train;
