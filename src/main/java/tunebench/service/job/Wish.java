package tunebench.service.job;

/** What a person wants of a running job; the job looks between two steps. */
public enum Wish {
  NONE,
  /** Save, let go of the device, and be ready to go on. */
  PAUSE,
  /** Save and end. */
  CANCEL,
  /** End as if all were done. */
  FINISH
}
