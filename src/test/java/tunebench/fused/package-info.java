@org.jspecify.annotations.NullMarked
package tunebench.fused;
