package tunebench.tensor.cpu;

import java.lang.foreign.MemorySegment;

/** What one thread works in: a few rows of numbers. */
public final class Scratch {
  private static final ThreadLocal<Scratch> OWN = new ThreadLocal<>();

  final float[] x;
  final float[] y;
  final float[] z;
  final int[] bits;
  final byte[] codes;
  private final int[] narrow;
  private final long[] wide;
  private final MemorySegment bitsMemory;
  private final MemorySegment narrowMemory;
  private final MemorySegment wideMemory;

  private Scratch(int columns) {
    x = new float[columns];
    y = new float[columns];
    z = new float[columns];
    bits = new int[columns];
    narrow = new int[(columns + 1) / 2];
    wide = new long[(columns + 1) / 2];
    codes = new byte[columns];
    bitsMemory = MemorySegment.ofArray(bits);
    narrowMemory = MemorySegment.ofArray(narrow);
    wideMemory = MemorySegment.ofArray(wide);
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

  /** x = numbers of bfloat16 at a place in memory. */
  void widen(MemorySegment memory, long at, float[] x, int n) {
    MemorySegment.copy(memory, at, narrowMemory, 0, (long) n * Short.BYTES);
    Vectors.widen(narrow, wide, (n + 1) / 2);
    MemorySegment.copy(wideMemory, 0, MemorySegment.ofArray(x), 0, (long) n * Float.BYTES);
  }

  /** The nearest numbers of bfloat16 to a place in memory. */
  void narrow(float[] x, MemorySegment memory, long at, int n) {
    MemorySegment.copy(MemorySegment.ofArray(x), 0, wideMemory, 0, (long) n * Float.BYTES);
    Vectors.narrow(wide, narrow, (n + 1) / 2);
    MemorySegment.copy(narrowMemory, 0, memory, at, (long) n * Short.BYTES);
  }

  /** The largest magnitude of x. */
  float largest(float[] of, int n) {
    toBits(of, n);
    return Vectors.largest(bits, n);
  }
}
