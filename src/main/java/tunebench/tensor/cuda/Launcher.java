package tunebench.tensor.cuda;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Starts kernels on the stream that libtorch uses by default, so that both keep their order.
 * Launches do not wait: the device works behind the program.
 */
final class Launcher {
  private static final int MOST_ARGUMENTS = 16;

  /** CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES. */
  private static final int MOST_SHARED = 8;

  private final CudaContext context;
  private final MethodHandle launch;
  private final MethodHandle synchronize;
  private final MethodHandle memset;
  private final Map<String, MemorySegment> functions = new ConcurrentHashMap<>();
  private final ThreadLocal<Arguments> arguments = ThreadLocal.withInitial(Arguments::new);

  /** Room for one launch's arguments, of eight bytes each, and the pointers to them. */
  private static final class Arguments {
    final MemorySegment values = Arena.ofAuto().allocate(8L * MOST_ARGUMENTS, 8);
    final MemorySegment pointers = Arena.ofAuto().allocate(8L * MOST_ARGUMENTS, 8);

    Arguments() {
      for (int i = 0; i < MOST_ARGUMENTS; i++) {
        pointers.setAtIndex(ADDRESS, i, values.asSlice(8L * i));
      }
    }
  }

  Launcher(CudaContext context) {
    this.context = context;
    this.memset =
        context
            .driver()
            .function(
                "cuMemsetD8Async",
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_BYTE,
                ValueLayout.JAVA_LONG,
                ADDRESS);
    this.synchronize = context.driver().function("cuCtxSynchronize");
    this.launch =
        context
            .driver()
            .function(
                "cuLaunchKernel",
                ADDRESS,
                JAVA_INT,
                JAVA_INT,
                JAVA_INT,
                JAVA_INT,
                JAVA_INT,
                JAVA_INT,
                JAVA_INT,
                ADDRESS,
                ADDRESS,
                ADDRESS);
  }

  /** Sets bytes to zero, in order with the kernels. */
  void clear(long address, long bytes) {
    context.enter();
    try {
      NativeLibrary.check(
          (int) memset.invokeExact(address, (byte) 0, bytes, MemorySegment.NULL),
          "cuMemsetD8Async");
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new CudaException("memory could not be cleared", e);
    }
  }

  /** Waits for the device. */
  void finish() {
    context.enter();
    try {
      NativeLibrary.check((int) synchronize.invokeExact(), "cuCtxSynchronize");
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new CudaException("the device could not be waited for", e);
    }
  }

  /** Loads kernels, known from now on by their names with a suffix. */
  void add(byte[] cubin, String suffix, String... names) {
    context.load(cubin, names).forEach((name, function) -> functions.put(name + suffix, function));
  }

  /** Lets a kernel have more shared memory than every card gives without being asked. */
  void allowShared(String name, int bytes) {
    context.enter();
    NativeLibrary.call(
        context.driver().function("cuFuncSetAttribute", ADDRESS, JAVA_INT, JAVA_INT),
        "cuFuncSetAttribute",
        functions.get(name),
        MOST_SHARED,
        bytes);
  }

  /** One thread for each of {@code n} pieces of work; the last argument of such kernels is n. */
  void each(String name, long n, Object... args) {
    if (n > 0) {
      Object[] all = java.util.Arrays.copyOf(args, args.length + 1);
      all[args.length] = n;
      blocks(name, Math.toIntExact((n + 255) / 256), 1, 256, all);
    }
  }

  /** A grid of blocks. */
  void blocks(String name, int x, int y, int threads, Object... args) {
    grid(name, new int[] {x, y, 1}, threads, 0, args);
  }

  /** A grid of blocks with shared memory of a size given here. */
  void grid(String name, int[] size, int threads, int shared, Object... args) {
    if (size[0] == 0 || size[1] == 0 || size[2] == 0) {
      return;
    }
    context.enter();
    Arguments room = arguments.get();
    for (int i = 0; i < args.length; i++) {
      switch (args[i]) {
        case Long number -> room.values.set(ValueLayout.JAVA_LONG, 8L * i, number);
        case Integer number -> room.values.set(ValueLayout.JAVA_INT, 8L * i, number);
        case Float number -> room.values.set(ValueLayout.JAVA_FLOAT, 8L * i, number);
        default -> throw new IllegalArgumentException("no kernel argument: " + args[i]);
      }
    }
    MemorySegment function = functions.get(name);
    if (function == null) {
      throw new IllegalArgumentException("no kernel " + name);
    }
    int result;
    try {
      result =
          (int)
              launch.invokeExact(
                  function,
                  size[0],
                  size[1],
                  size[2],
                  threads,
                  1,
                  1,
                  shared,
                  MemorySegment.NULL,
                  room.pointers,
                  MemorySegment.NULL);
    } catch (Throwable e) {
      throw new CudaException("kernel " + name + " could not be started", e);
    }
    NativeLibrary.check(result, "kernel " + name);
  }
}
