/** The five labs one after the other, without a window: what {@code labs} runs and reports. */
@org.jspecify.annotations.NullMarked
package tunebench.labs;
