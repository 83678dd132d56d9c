@org.jspecify.annotations.NullMarked
package tunebench.bench;
