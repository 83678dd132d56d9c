package tunebench.tensor.cpu;

/**
 * silu(gate) * up (Shazeer 2020) of two products of one input, whose rows have the same steps.
 *
 * @param gate [rows, inner]
 * @param up likewise
 */
public record GatedRows(ByteSums gate, ByteSums up) implements RowSource {
  @Override
  public int count() {
    return gate.count();
  }

  @Override
  public int columns() {
    return gate.columns();
  }

  @Override
  public void read(int row, float[] into, Scratch scratch) {
    if (gate.bare() && up.bare()) {
      gate.sums().rows().read(row, into, scratch);
      up.sums().rows().read(row, scratch.y, scratch);
      Vectors.gate(into, scratch.y, gate.steps()[row], columns());
    } else {
      gate.read(row, into, scratch.z, scratch);
      up.read(row, scratch.y, scratch.z, scratch);
      Vectors.gate(into, scratch.y, 1, columns());
    }
  }
}
