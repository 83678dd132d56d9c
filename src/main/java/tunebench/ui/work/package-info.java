/**
 * What all screens share: the way off the FX thread, events, the open model and data, the queue.
 */
@org.jspecify.annotations.NullMarked
package tunebench.ui.work;
