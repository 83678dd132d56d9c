/** From a product to the question that the model reads and the answer that it should give. */
@org.jspecify.annotations.NullMarked
package tunebench.prompt;
