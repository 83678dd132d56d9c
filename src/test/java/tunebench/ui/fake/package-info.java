/** A service within the test: what it answers is reckoned from seeds, and it speaks on demand. */
@org.jspecify.annotations.NullMarked
package tunebench.ui.fake;
