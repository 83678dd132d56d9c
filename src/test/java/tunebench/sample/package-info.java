/** The invented shop's tests. */
@org.jspecify.annotations.NullMarked
package tunebench.sample;
