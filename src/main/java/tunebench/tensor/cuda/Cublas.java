package tunebench.tensor.cuda;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import ai.djl.ndarray.NDArray;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.List;
import tunebench.tensor.Dtype;
import tunebench.tensor.Matrix;
import tunebench.tensor.Scope;
import tunebench.tensor.Tensors;

/** Matrix products by cuBLAS, on row-major matrices. It comes with libtorch. */
@SuppressWarnings("restricted") // calling native code is this class's purpose
final class Cublas {
  /** What cuBLAS itself takes on Hopper; less makes some of its algorithms unavailable. */
  static final int WORKSPACE = 32 << 20;

  private static final int COMPUTE_FLOAT32 = 68;
  private static final int COMPUTE_INT32 = 72;
  private static final int DEFAULT_ALGORITHM = -1;

  private final CudaContext context;
  private final MemorySegment handle;
  private final MethodHandle gemm;
  private final NDArray workspace;
  private final ThreadLocal<MemorySegment> factors =
      ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(8, 8));

  /**
   * Sets up.
   *
   * @param scope owns the workspace
   */
  Cublas(CudaContext context, Scope scope) {
    this.context = context;
    NativeLibrary library =
        NativeLibrary.open(
            NativeLibrary.isWindows()
                ? List.of("cublas64_12.dll", "cublas64_13.dll")
                : List.of("libcublas.so.13", "libcublas.so.12"));
    context.enter();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment holder = arena.allocate(ADDRESS);
      NativeLibrary.call(library.function("cublasCreate_v2", ADDRESS), "cublasCreate", holder);
      this.handle = holder.get(ADDRESS, 0);
    }
    this.workspace = Tensors.empty(scope, Dtype.UINT8, 1, WORKSPACE);
    NativeLibrary.call(
        library.function("cublasSetWorkspace_v2", ADDRESS, ADDRESS, JAVA_LONG),
        "cublasSetWorkspace",
        handle,
        MemorySegment.ofAddress(Tensors.address(workspace)),
        (long) WORKSPACE);
    this.gemm =
        library.function(
            "cublasGemmEx",
            ADDRESS,
            JAVA_INT,
            JAVA_INT,
            JAVA_INT,
            JAVA_INT,
            JAVA_INT,
            ADDRESS,
            ADDRESS,
            JAVA_INT,
            JAVA_INT,
            ADDRESS,
            JAVA_INT,
            JAVA_INT,
            ADDRESS,
            ADDRESS,
            JAVA_INT,
            JAVA_INT,
            JAVA_INT,
            JAVA_INT);
  }

  /** Where its working memory lies, which nothing needs from one product to the next. */
  long workspace() {
    return Tensors.address(workspace);
  }

  /** c = alpha op(a) op(b) + beta c. */
  void product(
      Matrix a,
      boolean transposeA,
      Matrix b,
      boolean transposeB,
      double alpha,
      double beta,
      Matrix c) {
    MemorySegment numbers = factors.get();
    boolean whole = c.dtype() == Dtype.INT32;
    if (whole) {
      numbers.set(JAVA_INT, 0, (int) alpha);
      numbers.set(JAVA_INT, 4, (int) beta);
    } else {
      numbers.set(JAVA_FLOAT, 0, (float) alpha);
      numbers.set(JAVA_FLOAT, 4, (float) beta);
    }
    context.enter();
    int inner = transposeA ? a.rows() : a.columns();
    int result;
    try {
      // cuBLAS counts by columns: it is asked for the transposed product.
      result =
          (int)
              gemm.invokeExact(
                  handle,
                  transposeB ? 1 : 0,
                  transposeA ? 1 : 0,
                  c.columns(),
                  c.rows(),
                  inner,
                  numbers,
                  MemorySegment.ofAddress(b.pointer()),
                  type(b.dtype()),
                  b.stride(),
                  MemorySegment.ofAddress(a.pointer()),
                  type(a.dtype()),
                  a.stride(),
                  numbers.asSlice(4),
                  MemorySegment.ofAddress(c.pointer()),
                  type(c.dtype()),
                  c.stride(),
                  whole ? COMPUTE_INT32 : COMPUTE_FLOAT32,
                  DEFAULT_ALGORITHM);
    } catch (Throwable e) {
      throw new CudaException("cuBLAS could not be called", e);
    }
    NativeLibrary.check(
        result, "the product of %d x %d by %d x %d".formatted(c.rows(), inner, inner, c.columns()));
  }

  /** cudaDataType_t. */
  private static int type(Dtype dtype) {
    return switch (dtype) {
      case FLOAT32 -> 0;
      case FLOAT16 -> 2;
      case INT8 -> 3;
      case INT32 -> 10;
      case BFLOAT16 -> 14;
      default -> throw new IllegalArgumentException("cuBLAS has no " + dtype);
    };
  }
}
