/** Whether an exported model still prices as the one that it was made from. */
@org.jspecify.annotations.NullMarked
package tunebench.parity;
