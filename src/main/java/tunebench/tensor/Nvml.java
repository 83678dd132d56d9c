package tunebench.tensor;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** Asks NVIDIA's management library, which comes with the driver, for the driver's own version. */
@SuppressWarnings("restricted") // calling native code is this class's purpose
final class Nvml {
  private static final int LENGTH = 80;

  private Nvml() {}

  /** Such as {@code 570.124.06}; "" where the library is not there or does not say. */
  static String driverVersion() {
    String name =
        System.getProperty("os.name").startsWith("Windows") ? "nvml.dll" : "libnvidia-ml.so.1";
    try (Arena arena = Arena.ofConfined()) {
      SymbolLookup library = SymbolLookup.libraryLookup(name, arena);
      FunctionDescriptor plain = FunctionDescriptor.of(ValueLayout.JAVA_INT);
      MethodHandle init = handle(library, "nvmlInit_v2", plain);
      MethodHandle end = handle(library, "nvmlShutdown", plain);
      MethodHandle version =
          handle(
              library,
              "nvmlSystemGetDriverVersion",
              FunctionDescriptor.of(
                  ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
      if ((int) init.invokeExact() != 0) {
        return "";
      }
      MemorySegment text = arena.allocate(LENGTH);
      int result = (int) version.invokeExact(text, LENGTH);
      int ended = (int) end.invokeExact();
      return result == 0 && ended == 0 ? text.getString(0) : "";
    } catch (IllegalArgumentException e) {
      // The library is not there; the driver works without it.
      return "";
    } catch (Throwable e) {
      throw new IllegalStateException("the driver's version could not be asked", e);
    }
  }

  private static MethodHandle handle(SymbolLookup library, String name, FunctionDescriptor type) {
    return Linker.nativeLinker().downcallHandle(library.findOrThrow(name), type);
  }
}
