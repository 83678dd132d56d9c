package tunebench.tensor.cpu;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tunebench.tensor.Dtype;
import tunebench.tensor.Torch;

/**
 * Products of matrices by Intel's library, which libtorch for x86-64 on Linux contains, called
 * straight away: on a short row an operator of libtorch costs as much again as its product.
 */
@SuppressWarnings("restricted") // calling native code is this class's purpose
final class Mkl {
  private static final int ROW_MAJOR = 101;
  private static final int PLAIN = 111;
  private static final int TRANSPOSED = 112;

  /** A Fortran call takes all by address: two letters, six whole numbers, two factors. */
  private static final int WORDS = 10;

  private static final int WORD = 4;

  private final MethodHandle single;
  private final MethodHandle half;
  private final MethodHandle threads;
  private final ThreadLocal<MemorySegment> arguments =
      ThreadLocal.withInitial(() -> Arena.ofAuto().allocate((long) WORDS * WORD, WORD));

  private Mkl(MethodHandle single, MethodHandle half, MethodHandle threads) {
    this.single = single;
    this.half = half;
    this.threads = threads;
  }

  private static final class Found {
    static final Optional<Mkl> MKL = Optional.ofNullable(find());
  }

  /** The library, where libtorch contains it and lets it be called. */
  static Optional<Mkl> found() {
    return Found.MKL;
  }

  private static @Nullable Mkl find() {
    Path library = Torch.library("torch_cpu");
    if (!Files.exists(library)) {
      return null;
    }
    SymbolLookup symbols = SymbolLookup.libraryLookup(library, Arena.global());
    MethodHandle single =
        function(
            symbols,
            "sgemm_",
            FunctionDescriptor.ofVoid(
                ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS,
                ADDRESS, ADDRESS, ADDRESS, ADDRESS));
    MethodHandle half =
        function(
            symbols,
            "cblas_gemm_bf16bf16f32",
            FunctionDescriptor.ofVoid(
                JAVA_INT,
                JAVA_INT,
                JAVA_INT,
                JAVA_INT,
                JAVA_INT,
                JAVA_INT,
                JAVA_FLOAT,
                ADDRESS,
                JAVA_INT,
                ADDRESS,
                JAVA_INT,
                JAVA_FLOAT,
                ADDRESS,
                JAVA_INT));
    MethodHandle threads =
        function(
            symbols,
            "MKL_Set_Num_Threads_Local",
            FunctionDescriptor.of(JAVA_INT, new MemoryLayout[] {JAVA_INT}));
    return single == null || half == null || threads == null
        ? null
        : new Mkl(single, half, threads);
  }

  private static @Nullable MethodHandle function(
      SymbolLookup symbols, String name, FunctionDescriptor type) {
    return symbols
        .find(name)
        .map(address -> Linker.nativeLinker().downcallHandle(address, type))
        .orElse(null);
  }

  /**
   * A matrix in row-major memory.
   *
   * @param address of its first number
   * @param stride numbers from row to row
   * @param transposed whether its transpose is meant
   */
  record Operand(long address, int stride, boolean transposed) {
    /** The same without its first columns. */
    Operand columns(int from, Dtype dtype) {
      long numbers = transposed ? (long) from * stride : from;
      return new Operand(address + numbers * dtype.bytes(), stride, transposed);
    }

    private MemorySegment memory() {
      return MemorySegment.ofAddress(address);
    }
  }

  /**
   * c [m, n] = alpha * a [m, k] b [k, n] + beta * c in float32; c is not read where beta is 0.
   *
   * @param c not transposed
   */
  void single(int m, int n, int k, float alpha, Operand a, Operand b, float beta, Operand c) {
    // The library counts by columns: it is asked for the transposed product.
    MemorySegment words = arguments.get();
    words.set(JAVA_INT, 0, b.transposed ? 'T' : 'N');
    words.set(JAVA_INT, WORD, a.transposed ? 'T' : 'N');
    int at = 2;
    for (int number : new int[] {n, m, k, b.stride, a.stride, c.stride}) {
      words.set(JAVA_INT, (long) at++ * WORD, number);
    }
    words.set(JAVA_FLOAT, (long) at++ * WORD, alpha);
    words.set(JAVA_FLOAT, (long) at * WORD, beta);
    try {
      single.invokeExact(
          word(words, 0),
          word(words, 1),
          word(words, 2),
          word(words, 3),
          word(words, 4),
          word(words, 8),
          b.memory(),
          word(words, 5),
          a.memory(),
          word(words, 6),
          word(words, 9),
          c.memory(),
          word(words, 7));
    } catch (Throwable e) {
      throw new IllegalStateException("MKL's product could not be called", e);
    }
  }

  private static MemorySegment word(MemorySegment words, int index) {
    return words.asSlice((long) index * WORD);
  }

  /** The same where a and b are in bfloat16. */
  void half(int m, int n, int k, float alpha, Operand a, Operand b, float beta, Operand c) {
    try {
      half.invokeExact(
          ROW_MAJOR,
          a.transposed ? TRANSPOSED : PLAIN,
          b.transposed ? TRANSPOSED : PLAIN,
          m,
          n,
          k,
          alpha,
          a.memory(),
          a.stride,
          b.memory(),
          b.stride,
          beta,
          c.memory(),
          c.stride);
    } catch (Throwable e) {
      throw new IllegalStateException("MKL's product of bfloat16 could not be called", e);
    }
  }

  /** Lets products that the calling thread asks for use one thread, while work is done. */
  void alone(Runnable work) {
    int before = local(1);
    try {
      work.run();
    } finally {
      local(before);
    }
  }

  private int local(int count) {
    try {
      return (int) threads.invokeExact(count);
    } catch (Throwable e) {
      throw new IllegalStateException("MKL's threads could not be set", e);
    }
  }
}
