/**
 * All that the window's process and the service's process share: requests, replies and events as
 * records, each tagged in JSON by its simple name in {@code "type"}. Every request has one reply
 * type, which its type parameter names. Long work is a {@link tunebench.protocol.Task} that {@code
 * Submit} puts in the queue; how it goes comes as events, what it yields as an {@link
 * tunebench.protocol.Outcome}.
 */
@org.jspecify.annotations.NullMarked
package tunebench.protocol;
