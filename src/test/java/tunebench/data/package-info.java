/** The dataset's tests: one for each way in which a file can be odd. */
@org.jspecify.annotations.NullMarked
package tunebench.data;
