/**
 * The decoder with its gradient written out by hand: packed rows, one dense copy of one weight at a
 * time, nothing left to autograd. It does what the composed layers do; tests hold both equal.
 */
@org.jspecify.annotations.NullMarked
package tunebench.fused;
