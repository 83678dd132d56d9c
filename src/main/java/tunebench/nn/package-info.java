/**
 * Small blocks of a decoder. A block does not run by itself: it emits TorchScript into the {@link
 * tunebench.nn.Code} of a whole layer, because one call per layer is what the engine can afford.
 * Blocks are composed, never inherited from.
 */
@org.jspecify.annotations.NullMarked
package tunebench.nn;
