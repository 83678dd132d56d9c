@org.jspecify.annotations.NullMarked
package tunebench.train;
