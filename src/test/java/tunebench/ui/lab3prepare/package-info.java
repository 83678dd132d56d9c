@org.jspecify.annotations.NullMarked
package tunebench.ui.lab3prepare;
