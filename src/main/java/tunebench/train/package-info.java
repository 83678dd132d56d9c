/**
 * Training: settings, schedule, optimizer, and one readable loop that tells listeners what happens.
 */
@org.jspecify.annotations.NullMarked
package tunebench.train;
