package tunebench.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers about the queue. */
public sealed interface JobReply extends Reply {

  /**
   * A job.
   *
   * @param outcome null until it is done
   */
  record JobDetail(JobInfo job, @Nullable Outcome outcome) implements JobReply {}

  /** The queue. */
  record JobList(List<JobInfo> jobs) implements JobReply {}
}
