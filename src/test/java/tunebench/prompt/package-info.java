/** The prompt's tests. */
@org.jspecify.annotations.NullMarked
package tunebench.prompt;
