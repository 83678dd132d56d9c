@org.jspecify.annotations.NullMarked
package tunebench.ui.lab5evaluate;
