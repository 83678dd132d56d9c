/** The queue of the device: one job at a time, the others wait. */
@org.jspecify.annotations.NullMarked
package tunebench.service.job;
