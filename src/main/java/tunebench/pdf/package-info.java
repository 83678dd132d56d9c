/** Pages of HTML laid out for paper, for the report of the labs and for the window. */
@org.jspecify.annotations.NullMarked
package tunebench.pdf;
