/** Lab 4: training, watched as it goes. */
@org.jspecify.annotations.NullMarked
package tunebench.ui.lab4train;
