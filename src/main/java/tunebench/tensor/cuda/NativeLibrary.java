package tunebench.tensor.cuda;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;

/** A C library of NVIDIA's whose functions return 0 or the number of an error. */
@SuppressWarnings("restricted") // calling native code is this class's purpose
final class NativeLibrary {
  private final SymbolLookup symbols;

  private NativeLibrary(SymbolLookup symbols) {
    this.symbols = symbols;
  }

  /**
   * Opens the first of the names that there is.
   *
   * @throws CudaException if there is none
   */
  static NativeLibrary open(List<String> names) {
    List<String> answers = new ArrayList<>();
    for (String name : names) {
      try {
        return new NativeLibrary(SymbolLookup.libraryLookup(name, Arena.global()));
      } catch (IllegalArgumentException e) {
        answers.add(name);
      }
    }
    throw new CudaException("none of the libraries " + String.join(", ", answers) + " is there");
  }

  /** The driver's library. */
  static NativeLibrary driver() {
    return open(List.of(isWindows() ? "nvcuda.dll" : "libcuda.so.1"));
  }

  static boolean isWindows() {
    return System.getProperty("os.name").startsWith("Windows");
  }

  /** A function that returns an int. */
  MethodHandle function(String name, MemoryLayout... arguments) {
    return Linker.nativeLinker()
        .downcallHandle(
            symbols
                .find(name)
                .orElseThrow(() -> new CudaException("the library has no function " + name)),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, arguments));
  }

  /** Calls a function once; for set-up, where speed is no matter. */
  static void call(MethodHandle function, String what, Object... arguments) {
    try {
      check((int) function.invokeWithArguments(arguments), what);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new CudaException(what + " could not be called", e);
    }
  }

  static void check(int result, String what) {
    if (result != 0) {
      throw new CudaException(what + " answered with error " + result);
    }
  }
}
