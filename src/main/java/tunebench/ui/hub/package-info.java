/** Finding and downloading models of the Hugging Face Hub. */
@org.jspecify.annotations.NullMarked
package tunebench.ui.hub;
