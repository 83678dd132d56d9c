package tunebench.protocol;

/** Where a job stands. */
public enum JobState {
  QUEUED,
  RUNNING,
  /** Was told to pause and is saving. */
  PAUSING,
  /** Saved, holds no device memory. */
  PAUSED,
  DONE,
  CANCELLED,
  FAILED;

  /** Whether nothing more will happen. */
  public boolean ended() {
    return this == DONE || this == CANCELLED || this == FAILED;
  }
}
