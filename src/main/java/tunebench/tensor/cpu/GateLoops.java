package tunebench.tensor.cpu;

/** silu(gate) * up (Shazeer 2020) of a matrix that holds both side by side, and its gradient. */
final class GateLoops {
  private GateLoops() {}

  static void forward(Rows both, Rows out, int from, int to) {
    int n = out.columns();
    Rows gate = both.part(0, n);
    Rows up = both.part(n, n);
    Scratch s = Scratch.of(n);
    for (int row = from; row < to; row++) {
      gate.read(row, s.x, s);
      up.read(row, s.y, s);
      Vectors.gate(s.x, s.y, 1, n);
      out.write(row, s.x, s);
    }
  }

  /** Overwrites both by their gradients. */
  static void backward(Rows both, Rows gradient, int from, int to) {
    int n = gradient.columns();
    Rows gate = both.part(0, n);
    Rows up = both.part(n, n);
    Scratch s = Scratch.of(n);
    for (int row = from; row < to; row++) {
      gate.read(row, s.x, s);
      up.read(row, s.y, s);
      gradient.read(row, s.z, s);
      Vectors.gateBack(s.x, s.y, s.z, n);
      gate.write(row, s.x, s);
      up.write(row, s.y, s);
    }
  }
}
