@org.jspecify.annotations.NullMarked
package tunebench.tensor.cuda;
