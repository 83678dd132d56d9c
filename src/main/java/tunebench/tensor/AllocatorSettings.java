package tunebench.tensor;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * Tells PyTorch's allocator for GPUs to let its segments grow: memory in pieces of changing sizes
 * then leaves no gaps. It reads its settings from the process's environment, which Java cannot
 * change; the C library can, as long as PyTorch was not started.
 */
@SuppressWarnings("restricted") // calling native code is this class's purpose
final class AllocatorSettings {
  private static final String NAME = "PYTORCH_CUDA_ALLOC_CONF";

  private AllocatorSettings() {}

  /** Does so where the system has it and the user has not said otherwise. */
  static void apply() {
    if (System.getenv(NAME) != null || !System.getProperty("os.name").startsWith("Linux")) {
      return;
    }
    Linker linker = Linker.nativeLinker();
    Optional<MemorySegment> setenv = linker.defaultLookup().find("setenv");
    if (setenv.isEmpty()) {
      return;
    }
    MethodHandle call =
        linker.downcallHandle(
            setenv.get(),
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.ADDRESS,
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_INT));
    try (Arena arena = Arena.ofConfined()) {
      int result =
          (int)
              call.invokeExact(
                  arena.allocateFrom(NAME), arena.allocateFrom("expandable_segments:True"), 0);
      if (result != 0) {
        throw new IllegalStateException("the environment could not be changed");
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
