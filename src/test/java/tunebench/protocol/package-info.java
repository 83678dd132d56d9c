@org.jspecify.annotations.NullMarked
package tunebench.protocol;
