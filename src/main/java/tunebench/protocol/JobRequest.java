package tunebench.protocol;

/** About the queue of the device. */
public sealed interface JobRequest<R extends Reply> extends Request<R> {

  /** Puts a task at the end of the queue. */
  record Submit(Task task) implements JobRequest<JobReply.JobDetail> {}

  /** The jobs that run and wait, in order, then those that ended, newest first. */
  record Jobs() implements JobRequest<JobReply.JobList> {}

  /** One job, with what it yielded. */
  record Job(String job) implements JobRequest<JobReply.JobDetail> {}

  /** Saves a training job and frees its device memory; the next in the queue begins. */
  record Pause(String job) implements JobRequest<JobReply.JobDetail> {}

  /** Puts a paused job back at the front of the queue. */
  record Resume(String job) implements JobRequest<JobReply.JobDetail> {}

  /** Ends a job; a training job is saved first. */
  record Cancel(String job) implements JobRequest<JobReply.JobDetail> {}

  /** Ends training now as if all steps were done. */
  record Finish(String job) implements JobRequest<JobReply.JobDetail> {}

  /** Saves a checkpoint after the present step. */
  record Save(String job) implements JobRequest<JobReply.JobDetail> {}

  /**
   * Moves a waiting job.
   *
   * @param place in the queue, from 1
   */
  record Move(String job, int place) implements JobRequest<JobReply.JobList> {}
}
