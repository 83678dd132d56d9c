package tunebench.service.job;

/** What work says of itself, and what is wanted of it. Nothing here waits. */
public interface JobControl {
  /** What is being done now, such as {@code loading the model}. */
  void stage(String words);

  /**
   * How far it is. Each stage begins with what is done already, often 0: the rate counts from
   * there.
   */
  void progress(long done, long total, String unit);

  /**
   * Memory that was held, of the device or, for work without it, in Java's heap; the largest is
   * kept.
   */
  void memory(long bytes);

  /** What is wanted now. */
  Wish wish();

  /** Whether a save was asked for since the last call. */
  boolean takeSave();
}
