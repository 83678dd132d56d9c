package tunebench.tensor;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/** The C library's heap, which keeps freed memory for itself unless told. */
@SuppressWarnings("restricted") // calling native code is this class's purpose
final class NativeHeap {
  private NativeHeap() {}

  /** Calls glibc's {@code malloc_trim}; elsewhere there is nothing to do. */
  static void trim() {
    Linker linker = Linker.nativeLinker();
    Optional<MemorySegment> trim = linker.defaultLookup().find("malloc_trim");
    if (trim.isEmpty()) {
      return;
    }
    MethodHandle call =
        linker.downcallHandle(
            trim.get(), FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG));
    try {
      int _ = (int) call.invokeExact(0L);
    } catch (Throwable e) {
      throw new IllegalStateException("malloc_trim could not be called", e);
    }
  }
}
