package tunebench.tensor.cpu;

/**
 * Rows as they lie in memory.
 *
 * @param rows float32 or bfloat16
 */
public record PlainRows(Rows rows) implements RowSource {
  @Override
  public int count() {
    return rows.count();
  }

  @Override
  public int columns() {
    return rows.columns();
  }

  @Override
  public void read(int row, float[] into, Scratch scratch) {
    rows.read(row, into, scratch);
  }
}
