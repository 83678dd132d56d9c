/**
 * Loops of our own over tensors' memory on a CPU, for what libtorch does in many passes: each works
 * through a row while it is in the cache. Written so that Java's compiler makes vectors of them.
 */
@org.jspecify.annotations.NullMarked
package tunebench.tensor.cpu;
