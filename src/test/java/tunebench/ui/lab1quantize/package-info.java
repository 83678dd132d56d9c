@org.jspecify.annotations.NullMarked
package tunebench.ui.lab1quantize;
