@org.jspecify.annotations.NullMarked
package tunebench.pdf;
