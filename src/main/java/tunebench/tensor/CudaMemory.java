package tunebench.tensor;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * A GPU's memory, driver version and name, asked of NVIDIA's driver (CUDA Driver API, sections
 * Device Management and Memory Management).
 */
@SuppressWarnings("restricted") // calling native code is this class's purpose
final class CudaMemory {
  private final SymbolLookup library;
  private final Arena arena;

  private CudaMemory(Arena arena) {
    this.arena = arena;
    String name =
        System.getProperty("os.name").startsWith("Windows") ? "nvcuda.dll" : "libcuda.so.1";
    this.library = SymbolLookup.libraryLookup(name, arena);
    check(call("cuInit", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT), 0));
  }

  /** Free and total bytes of a device; makes its primary context for the moment. */
  static long[] freeAndTotal(int device) {
    try (Arena arena = Arena.ofConfined()) {
      return new CudaMemory(arena).measure(device);
    }
  }

  /** The version of CUDA that the driver knows, such as {@code 12.8}. */
  static String version() {
    try (Arena arena = Arena.ofConfined()) {
      CudaMemory driver = new CudaMemory(arena);
      MemorySegment number = arena.allocate(ValueLayout.JAVA_INT);
      check(driver.call("cuDriverGetVersion", pointers(1), number));
      int version = number.get(ValueLayout.JAVA_INT, 0);
      return version / 1000 + "." + version % 1000 / 10;
    }
  }

  /** A device's name, such as {@code NVIDIA H100 80GB HBM3}. */
  static String name(int device) {
    try (Arena arena = Arena.ofConfined()) {
      CudaMemory driver = new CudaMemory(arena);
      MemorySegment text = arena.allocate(256);
      check(
          driver.call(
              "cuDeviceGetName",
              FunctionDescriptor.of(
                  ValueLayout.JAVA_INT,
                  ValueLayout.ADDRESS,
                  ValueLayout.JAVA_INT,
                  ValueLayout.JAVA_INT),
              text,
              256,
              device));
      return text.getString(0);
    }
  }

  private long[] measure(int device) {
    FunctionDescriptor number = FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
    MemorySegment context = arena.allocate(ValueLayout.ADDRESS);
    check(
        call(
            "cuDevicePrimaryCtxRetain",
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
            context,
            device));
    try {
      check(call("cuCtxPushCurrent_v2", pointers(1), context.get(ValueLayout.ADDRESS, 0)));
      MemorySegment free = arena.allocate(ValueLayout.JAVA_LONG);
      MemorySegment total = arena.allocate(ValueLayout.JAVA_LONG);
      check(call("cuMemGetInfo_v2", pointers(2), free, total));
      check(call("cuCtxPopCurrent_v2", pointers(1), context));
      return new long[] {free.get(ValueLayout.JAVA_LONG, 0), total.get(ValueLayout.JAVA_LONG, 0)};
    } finally {
      check(call("cuDevicePrimaryCtxRelease_v2", number, device));
    }
  }

  private static FunctionDescriptor pointers(int count) {
    return count == 1
        ? FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS)
        : FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS);
  }

  private int call(String function, FunctionDescriptor type, Object... arguments) {
    MethodHandle handle = Linker.nativeLinker().downcallHandle(library.findOrThrow(function), type);
    try {
      return (int) handle.invokeWithArguments(arguments);
    } catch (Throwable e) {
      throw new IllegalStateException("the CUDA driver could not be asked for " + function, e);
    }
  }

  private static void check(int result) {
    if (result != 0) {
      throw new IllegalStateException("the CUDA driver answered with error " + result);
    }
  }
}
