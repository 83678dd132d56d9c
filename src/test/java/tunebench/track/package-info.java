@org.jspecify.annotations.NullMarked
package tunebench.track;
