package tunebench.tensor.cpu;

import java.lang.foreign.MemorySegment;

/** What one thread works in: a few rows of numbers. */
public final class Scratch {
  private static final ThreadLocal<Scratch> OWN = new ThreadLocal<>();

  final float[] x;
  final float[] y;
  final float[] z;
  final int[] bits;
  final short[] narrow;
  final byte[] codes;
  private final MemorySegment bitsMemory;

  private Scratch(int columns) {
    x = new float[columns];
    y = new float[columns];
    z = new float[columns];
    bits = new int[columns];
    narrow = new short[columns];
    codes = new byte[columns];
    bitsMemory = MemorySegment.ofArray(bits);
  }

  /** The calling thread's own, with room for rows of so many columns. */
  static Scratch of(int columns) {
    Scratch own = OWN.get();
    if (own == null || own.x.length < columns) {
      own = new Scratch(columns);
      OWN.set(own);
    }
    return own;
  }

  /** {@link #bits} = those of x. */
  void toBits(float[] from, int n) {
    MemorySegment.copy(MemorySegment.ofArray(from), 0, bitsMemory, 0, (long) n * Float.BYTES);
  }

  /** x = the numbers whose bits {@link #bits} holds. */
  void fromBits(float[] to, int n) {
    MemorySegment.copy(bitsMemory, 0, MemorySegment.ofArray(to), 0, (long) n * Float.BYTES);
  }

  /** The largest magnitude of x. */
  float largest(float[] of, int n) {
    toBits(of, n);
    return Vectors.largest(bits, n);
  }
}
