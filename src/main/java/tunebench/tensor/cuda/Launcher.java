package tunebench.tensor.cuda;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tunebench.tensor.Matrix;

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
  private final ThreadLocal<Launch> launches = ThreadLocal.withInitial(Launch::new);

  /** A launch in the making; one a thread, used again and again. */
  final class Launch {
    private final MemorySegment values = Arena.ofAuto().allocate(8L * MOST_ARGUMENTS, 8);
    private final MemorySegment pointers = Arena.ofAuto().allocate(8L * MOST_ARGUMENTS, 8);
    private String name = "";
    private MemorySegment function = MemorySegment.NULL;
    private int count;
    // Whether pointers lead elsewhere than to the values.
    private boolean astray = true;
    private MemorySegment stream = MemorySegment.NULL;

    private void begin(String kernel, MemorySegment code) {
      name = kernel;
      function = code;
      count = 0;
      if (astray) {
        for (int i = 0; i < MOST_ARGUMENTS; i++) {
          pointers.setAtIndex(ADDRESS, i, values.asSlice(8L * i));
        }
        astray = false;
      }
    }

    /** A struct, as it lies there when the kernel is started. */
    Launch with(MemorySegment struct) {
      pointers.setAtIndex(ADDRESS, count++, struct);
      astray = true;
      return this;
    }

    Launch with(long number) {
      values.set(ValueLayout.JAVA_LONG, 8L * count++, number);
      return this;
    }

    Launch with(int number) {
      values.set(ValueLayout.JAVA_INT, 8L * count++, number);
      return this;
    }

    Launch with(float number) {
      values.set(ValueLayout.JAVA_FLOAT, 8L * count++, number);
      return this;
    }

    /** A matrix's place and stride. */
    Launch with(Matrix matrix) {
      return with(matrix.pointer()).with(matrix.stride());
    }

    /** One thread for each of {@code n} pieces of work; n is the kernel's last argument. */
    void each(long n) {
      if (n > 0) {
        with(n);
        blocks(Math.toIntExact((n + 255) / 256), 1, 256);
      }
    }

    void blocks(int x, int y, int threads) {
      grid(x, y, 1, threads, 0);
    }

    /** A grid of blocks with shared memory of a size given here. */
    void grid(int x, int y, int z, int threads, int shared) {
      if (x == 0 || y == 0 || z == 0) {
        return;
      }
      int result;
      try {
        result =
            (int)
                launch.invokeExact(
                    function, x, y, z, threads, 1, 1, shared, stream, pointers, MemorySegment.NULL);
      } catch (Throwable e) {
        throw new CudaException("kernel " + name + " could not be started", e);
      }
      if (result != 0) {
        throw new CudaException("kernel " + name + " answered with error " + result);
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

  /** Lets this thread's launches within {@code work} go to another stream. */
  void on(MemorySegment stream, Runnable work) {
    Launch launch = launches.get();
    launch.stream = stream;
    try {
      work.run();
    } finally {
      launch.stream = MemorySegment.NULL;
    }
  }

  /** Sets bytes to zero, in order with the kernels. */
  void clear(long address, long bytes) {
    context.enter();
    try {
      NativeLibrary.check(
          (int) memset.invokeExact(address, (byte) 0, bytes, launches.get().stream),
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
        function(name),
        MOST_SHARED,
        bytes);
  }

  private MemorySegment function(String name) {
    MemorySegment function = functions.get(name);
    if (function == null) {
      throw new IllegalArgumentException("no kernel " + name);
    }
    return function;
  }

  /** Begins a launch of a kernel. */
  Launch start(String name) {
    MemorySegment function = function(name);
    context.enter();
    Launch next = launches.get();
    next.begin(name, function);
    return next;
  }
}
