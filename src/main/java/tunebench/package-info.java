/** Tunebench: a workbench that takes a language model through five labs of fine-tuning. */
@org.jspecify.annotations.NullMarked
package tunebench;
