@org.jspecify.annotations.NullMarked
package tunebench.quant;
