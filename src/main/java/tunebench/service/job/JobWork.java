package tunebench.service.job;

/** What a job does. It may be called again after it ended with {@link Ending.Paused}. */
public interface JobWork {
  /**
   * Works; on the device's thread if it needs the device, else on one of its own.
   *
   * @throws tunebench.BadInputException if the person can put right what is wrong
   */
  Ending run(JobControl control) throws Exception;

  /** The run that it makes, "" for none. */
  default String run() {
    return "";
  }

  /** Whether it needs the device, and so must wait until that is free. */
  default boolean needsDevice() {
    return true;
  }

  /** The sentence for the person when the work failed. */
  default String explain(Exception failure) {
    return String.valueOf(failure.getMessage());
  }

  /** Told when the job ends without having run to its end: cancelled while it waited, or failed. */
  default void abandoned(boolean failed, String reason) {}
}
