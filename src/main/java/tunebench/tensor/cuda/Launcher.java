package tunebench.tensor.cuda;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Starts kernels on the stream that libtorch uses by default, so that both keep their order.
 * Launches do not wait: the device works behind the program.
 */
final class Launcher {
  private static final int MOST_ARGUMENTS = 16;

  private final CudaContext context;
  private final MethodHandle launch;
  private final Map<String, MemorySegment> functions = new LinkedHashMap<>();
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

  void add(byte[] cubin, String... names) {
    functions.putAll(context.load(cubin, names));
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
    if (x == 0 || y == 0) {
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
                  x,
                  y,
                  1,
                  threads,
                  1,
                  1,
                  0,
                  MemorySegment.NULL,
                  room.pointers,
                  MemorySegment.NULL);
    } catch (Throwable e) {
      throw new CudaException("kernel " + name + " could not be started", e);
    }
    NativeLibrary.check(result, "kernel " + name);
  }
}
