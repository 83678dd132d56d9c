/** How fast this machine is: each measurement checks its results before it takes any time. */
@org.jspecify.annotations.NullMarked
package tunebench.bench;
