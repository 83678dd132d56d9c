/** The window: it shows and asks, and computes nothing. Views bind, view models decide. */
@org.jspecify.annotations.NullMarked
package tunebench.ui;
