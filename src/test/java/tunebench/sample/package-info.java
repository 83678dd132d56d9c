/** Tests of the small model's making. */
@org.jspecify.annotations.NullMarked
package tunebench.sample;
