@org.jspecify.annotations.NullMarked
package tunebench.ui.journal;
