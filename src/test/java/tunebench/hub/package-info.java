@org.jspecify.annotations.NullMarked
package tunebench.hub;
