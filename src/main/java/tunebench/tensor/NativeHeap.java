package tunebench.tensor;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The C library's heap, which keeps freed memory for itself unless told. */
@SuppressWarnings("restricted") // calling native code is this class's purpose
final class NativeHeap {
  /** Ten numbers of the kind {@code size_t}. */
  private static final MemoryLayout LAYOUT =
      MemoryLayout.structLayout(MemoryLayout.sequenceLayout(10, ValueLayout.JAVA_LONG));

  private static final int MAPPED = 4;
  private static final int IN_ARENAS = 7;
  private static final @Nullable MethodHandle INFO = info();

  /** {@code M_MMAP_THRESHOLD}, {@code M_TRIM_THRESHOLD}, {@code M_TOP_PAD} of {@code malloc.h}. */
  private static final int MAP_FROM = -3;

  private static final int TRIM_FROM = -1;
  private static final int PAD = -2;

  /** The most that glibc takes. */
  private static final int LARGEST_PIECE = 32 << 20;

  private static final int SPARE = 512 << 20;

  private NativeHeap() {}

  /**
   * Lets glibc keep up to 512 MB of freed memory at the heap's end, until {@link #trim}. It would
   * give tensors' memory back between two operators and take it again, each page by a fault.
   * Elsewhere there is nothing to do.
   */
  static void keepSpare() {
    Linker linker = Linker.nativeLinker();
    Optional<MemorySegment> mallopt = linker.defaultLookup().find("mallopt");
    if (mallopt.isEmpty()) {
      return;
    }
    MethodHandle call =
        linker.downcallHandle(
            mallopt.get(),
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    try {
      int _ = (int) call.invokeExact(MAP_FROM, LARGEST_PIECE);
      int _ = (int) call.invokeExact(TRIM_FROM, SPARE);
      // Heaps of threads are 64 MB each; this keeps the empty last one, too.
      int _ = (int) call.invokeExact(PAD, 64 << 20);
    } catch (Throwable e) {
      throw new IllegalStateException("mallopt could not be called", e);
    }
  }

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

  /**
   * Bytes that the C library has handed out and not got back: tensors and all else that native code
   * holds, without Java's heap. -1 where the library does not say (glibc's {@code mallinfo2}).
   */
  static long inUse() {
    MethodHandle call = INFO;
    if (call == null) {
      return -1;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment info = (MemorySegment) call.invokeExact((SegmentAllocator) arena);
      return info.getAtIndex(ValueLayout.JAVA_LONG, MAPPED)
          + info.getAtIndex(ValueLayout.JAVA_LONG, IN_ARENAS);
    } catch (Throwable e) {
      throw new IllegalStateException("mallinfo2 could not be called", e);
    }
  }

  private static @Nullable MethodHandle info() {
    Linker linker = Linker.nativeLinker();
    return linker
        .defaultLookup()
        .find("mallinfo2")
        .map(found -> linker.downcallHandle(found, FunctionDescriptor.of(LAYOUT)))
        .orElse(null);
  }
}
