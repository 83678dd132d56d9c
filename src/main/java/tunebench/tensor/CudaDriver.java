package tunebench.tensor;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Asks NVIDIA's driver itself: DJL asks the toolkit's runtime, which a machine with a driver alone
 * does not have.
 */
@SuppressWarnings("restricted") // calling native code is this class's purpose
final class CudaDriver {
  private CudaDriver() {}

  /** Devices that the driver offers; 0 without a driver. */
  static int devices() {
    String name =
        System.getProperty("os.name").startsWith("Windows") ? "nvcuda.dll" : "libcuda.so.1";
    try (Arena arena = Arena.ofConfined()) {
      SymbolLookup library = SymbolLookup.libraryLookup(name, arena);
      MethodHandle init =
          handle(
              library, "cuInit", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
      MethodHandle count =
          handle(
              library,
              "cuDeviceGetCount",
              FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
      MemorySegment result = arena.allocate(ValueLayout.JAVA_INT);
      if ((int) init.invokeExact(0) != 0 || (int) count.invokeExact(result) != 0) {
        return 0;
      }
      return result.get(ValueLayout.JAVA_INT, 0);
    } catch (IllegalArgumentException e) {
      // The library is not there: no driver is installed.
      return 0;
    } catch (Throwable e) {
      throw new IllegalStateException("the CUDA driver could not be asked", e);
    }
  }

  private static MethodHandle handle(SymbolLookup library, String name, FunctionDescriptor type) {
    return Linker.nativeLinker().downcallHandle(library.findOrThrow(name), type);
  }
}
