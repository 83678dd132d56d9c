package tunebench.protocol;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A job as the queue shows it.
 *
 * @param id grows with each job
 * @param title for people
 * @param task its type's name, such as {@code Train}
 * @param run id of the run that it makes, "" for none
 * @param place in the queue from 1, 0 when it does not wait
 * @param stage what it does now, such as {@code loading the model}
 * @param done units done, such as updates or products
 * @param total units in all, 0 while not known
 * @param unit of the two
 * @param rate units per second, 0 while not known
 * @param secondsLeft NaN while not known
 * @param peakBytes of device memory so far; of Java's heap, for work that leaves the device alone
 * @param problem why it failed, "" otherwise
 * @param started null while it waits
 * @param ended null until it has
 */
public record JobInfo(
    String id,
    String title,
    String task,
    String run,
    JobState state,
    int place,
    String stage,
    long done,
    long total,
    String unit,
    double rate,
    double secondsLeft,
    long peakBytes,
    String problem,
    Instant created,
    @Nullable Instant started,
    @Nullable Instant ended) {}
