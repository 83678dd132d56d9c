/**
 * The Hugging Face Hub: its names, its cache on disk and its way of talking. Files and names alone;
 * what a model is, others know.
 */
@org.jspecify.annotations.NullMarked
package tunebench.hub;
