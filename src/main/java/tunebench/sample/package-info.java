/**
 * An invented shop: seeded products whose price follows from their text, so that everything can be
 * tried without downloads and the best reachable error is known.
 */
@org.jspecify.annotations.NullMarked
package tunebench.sample;
