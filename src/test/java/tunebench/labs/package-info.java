@org.jspecify.annotations.NullMarked
package tunebench.labs;
