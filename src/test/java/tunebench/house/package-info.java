/** The house rules that the build enforces: format and walls. */
@org.jspecify.annotations.NullMarked
package tunebench.house;
