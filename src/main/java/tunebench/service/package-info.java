/**
 * The background process: owns the device, the queue and the store, and answers the protocol over
 * HTTP.
 */
@org.jspecify.annotations.NullMarked
package tunebench.service;
