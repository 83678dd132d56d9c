/** Where the program starts: the commands, and the wiring of everything else by hand. */
@org.jspecify.annotations.NullMarked
package tunebench.launch;
