/**
 * Quantization: 4-bit blocks (NF4, FP4), double quantization, LLM.int8, and what each costs in
 * bytes.
 */
@org.jspecify.annotations.NullMarked
package tunebench.quant;
