/** The way of a learner through all labs, by real clicks on the real service. */
@org.jspecify.annotations.NullMarked
package tunebench.ui.journey;
