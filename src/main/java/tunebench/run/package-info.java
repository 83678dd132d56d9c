/**
 * What is kept of a run: plain records that import nothing else of Tunebench, so that the window,
 * the protocol and the store speak of the same things. Paths are text, because they may be another
 * machine's.
 */
@org.jspecify.annotations.NullMarked
package tunebench.run;
