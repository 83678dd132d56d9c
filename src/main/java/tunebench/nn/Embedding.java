package tunebench.nn;

/** Rows looked up by token number. */
public interface Embedding {
  /** Numbers per row. */
  int width();

  /**
   * Emits the look-up.
   *
   * @param ids name of an int64 tensor [b, s]
   * @return name of a tensor [b, s, width] in the compute dtype
   */
  String emit(Code code, String ids);
}
