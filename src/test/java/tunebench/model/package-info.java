@org.jspecify.annotations.NullMarked
package tunebench.model;
