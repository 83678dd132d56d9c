/** From a file of products to a clean dataset: columns, prices, bad rows, scrubbing and splits. */
@org.jspecify.annotations.NullMarked
package tunebench.data;
