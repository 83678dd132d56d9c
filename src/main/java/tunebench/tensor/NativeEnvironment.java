package tunebench.tensor;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * Variables that native libraries read from the process's environment when they are loaded. Java
 * cannot change it; the C library can.
 */
@SuppressWarnings("restricted") // calling native code is this class's purpose
final class NativeEnvironment {
  private NativeEnvironment() {}

  /** What suits this program; only before PyTorch is loaded. */
  static void prepare() {
    // Segments of the allocator for GPUs may grow: pieces of changing sizes then leave no gaps.
    offer("PYTORCH_CUDA_ALLOC_CONF", "expandable_segments:True");
    // Threads of an operator sleep while they wait for each other. They would spin, and where
    // another program has one of the cores, the rest would spin until it gives the core up.
    offer("OMP_WAIT_POLICY", "passive");
  }

  /** Sets a variable where the system has it and the user has not said otherwise. */
  private static void offer(String name, String value) {
    if (System.getenv(name) != null || !System.getProperty("os.name").startsWith("Linux")) {
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
      int result = (int) call.invokeExact(arena.allocateFrom(name), arena.allocateFrom(value), 0);
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
