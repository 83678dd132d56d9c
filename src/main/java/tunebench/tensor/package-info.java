/**
 * The one door to DJL and PyTorch: devices, scopes that own native memory, dtypes, and TorchScript
 * compiled from text.
 */
@org.jspecify.annotations.NullMarked
package tunebench.tensor;
