@org.jspecify.annotations.NullMarked
package tunebench.llama;
