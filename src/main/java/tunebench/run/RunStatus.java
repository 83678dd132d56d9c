package tunebench.run;

/** Where a run stands. */
public enum RunStatus {
  /** Waits for the device. */
  QUEUED,
  /** Is being worked on now. */
  RUNNING,
  /** Was paused by a person; holds no device memory and can go on. */
  PAUSED,
  /** The service ended while it ran; can go on from its last checkpoint. */
  INTERRUPTED,
  /** All that was planned is done, or an early stop that the settings asked for. */
  FINISHED,
  /** Was ended by a person before its time. */
  CANCELLED,
  /** Could not go on; the record says why. */
  FAILED;

  /** Whether nothing more happens unless a person acts. */
  public boolean ended() {
    return this == FINISHED || this == CANCELLED || this == FAILED;
  }

  /** Whether it can go on from a checkpoint. */
  public boolean resumable() {
    return this == PAUSED || this == INTERRUPTED || this == FAILED || this == CANCELLED;
  }
}
