@org.jspecify.annotations.NullMarked
package tunebench.parity;
