/** The window's side of the service: asks, listens, and starts the process where there is none. */
@org.jspecify.annotations.NullMarked
package tunebench.client;
