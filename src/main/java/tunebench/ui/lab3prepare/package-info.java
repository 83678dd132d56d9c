/** Lab 3: from a file to tokens, and the adapter that will learn them. */
@org.jspecify.annotations.NullMarked
package tunebench.ui.lab3prepare;
