package tunebench.service.job;

import tunebench.protocol.Task;

/**
 * A job that waits, as it is kept for the next start of the service.
 *
 * @param id such as {@code j12}
 * @param run that it will work on, "" for none
 */
public record WaitingJob(String id, String title, Task task, String run) {}
