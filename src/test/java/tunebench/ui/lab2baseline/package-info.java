@org.jspecify.annotations.NullMarked
package tunebench.ui.lab2baseline;
