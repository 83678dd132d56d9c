/**
 * Makes the small model that Tunebench ships to be tried without a download: here its tokenizer,
 * trained from text. Plain Java; knows no tensor library.
 */
@org.jspecify.annotations.NullMarked
package tunebench.sample;
