/**
 * The decoder: what a model folder says (config, shapes, weights) and the network that is built
 * from it.
 */
@org.jspecify.annotations.NullMarked
package tunebench.llama;
