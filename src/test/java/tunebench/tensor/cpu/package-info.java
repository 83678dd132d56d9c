@org.jspecify.annotations.NullMarked
package tunebench.tensor.cpu;
