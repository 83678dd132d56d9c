package tunebench.tensor.cpu;

/** Rows of numbers that are made as they are asked for. */
public interface RowSource {
  int count();

  int columns();

  /**
   * Makes a row, each once.
   *
   * @param into gets it
   * @param scratch of the calling thread, of which the source may use all but {@code into}
   */
  void read(int row, float[] into, Scratch scratch);

  /** The same rows once more, after all were read. */
  default RowSource again() {
    return this;
  }
}
