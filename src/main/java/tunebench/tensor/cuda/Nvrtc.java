package tunebench.tensor.cuda;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * NVIDIA's run-time compiler: CUDA C text in, machine code of one architecture out. It comes with
 * libtorch; {@code NVRTC_LIBRARY} names another one, which is then the only one.
 */
@SuppressWarnings("restricted") // calling native code is this class's purpose
final class Nvrtc {
  private final NativeLibrary library;

  private Nvrtc(NativeLibrary library) {
    this.library = library;
  }

  static Nvrtc open() {
    return new Nvrtc(NativeLibrary.open(names()));
  }

  private static List<String> names() {
    @Nullable String given = System.getenv("NVRTC_LIBRARY");
    if (given != null) {
      return List.of(given);
    }
    return NativeLibrary.isWindows()
        ? List.of("nvrtc64_120_0.dll", "nvrtc64_130_0.dll")
        : List.of("libnvrtc.so.13", "libnvrtc.so.12", "libnvrtc.so");
  }

  /** The compiler's version, such as {@code 12.8}. */
  String version() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment numbers = arena.allocate(JAVA_INT, 2);
      NativeLibrary.call(
          library.function("nvrtcVersion", ADDRESS, ADDRESS),
          "nvrtcVersion",
          numbers,
          numbers.asSlice(4));
      return numbers.getAtIndex(JAVA_INT, 0) + "." + numbers.getAtIndex(JAVA_INT, 1);
    }
  }

  /** Compute capabilities for which it compiles, ascending, such as 90 for 9.0. */
  int[] architectures() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment count = arena.allocate(JAVA_INT);
      NativeLibrary.call(
          library.function("nvrtcGetNumSupportedArchs", ADDRESS),
          "nvrtcGetNumSupportedArchs",
          count);
      MemorySegment all = arena.allocate(JAVA_INT, count.get(JAVA_INT, 0));
      NativeLibrary.call(
          library.function("nvrtcGetSupportedArchs", ADDRESS), "nvrtcGetSupportedArchs", all);
      return all.toArray(JAVA_INT);
    }
  }

  /**
   * Compiles.
   *
   * @param options such as {@code --gpu-architecture=sm_90}
   * @throws CudaException with the compiler's words if the text is wrong
   */
  byte[] compile(String name, String text, List<String> options) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment holder = arena.allocate(ADDRESS);
      NativeLibrary.call(
          library.function(
              "nvrtcCreateProgram", ADDRESS, ADDRESS, ADDRESS, JAVA_INT, ADDRESS, ADDRESS),
          "nvrtcCreateProgram",
          holder,
          arena.allocateFrom(text),
          arena.allocateFrom(name),
          0,
          MemorySegment.NULL,
          MemorySegment.NULL);
      MemorySegment program = holder.get(ADDRESS, 0);
      try {
        compile(arena, program, options);
        return bytes(arena, program, "nvrtcGetCUBIN");
      } finally {
        NativeLibrary.call(
            library.function("nvrtcDestroyProgram", ADDRESS), "nvrtcDestroyProgram", holder);
      }
    }
  }

  private void compile(Arena arena, MemorySegment program, List<String> options) {
    MemorySegment list = arena.allocate(ADDRESS, options.size());
    for (int i = 0; i < options.size(); i++) {
      list.setAtIndex(ADDRESS, i, arena.allocateFrom(options.get(i)));
    }
    try {
      NativeLibrary.call(
          library.function("nvrtcCompileProgram", ADDRESS, JAVA_INT, ADDRESS),
          "nvrtcCompileProgram",
          program,
          options.size(),
          list);
    } catch (CudaException e) {
      byte[] log = bytes(arena, program, "nvrtcGetProgramLog");
      throw new CudaException(
          "a kernel does not compile: " + new String(log, StandardCharsets.UTF_8).strip(), e);
    }
  }

  private byte[] bytes(Arena arena, MemorySegment program, String what) {
    MemorySegment size = arena.allocate(JAVA_LONG);
    NativeLibrary.call(library.function(what + "Size", ADDRESS, ADDRESS), what, program, size);
    MemorySegment bytes = arena.allocate(Math.max(1, size.get(JAVA_LONG, 0)));
    NativeLibrary.call(library.function(what, ADDRESS, ADDRESS), what, program, bytes);
    return bytes.toArray(ValueLayout.JAVA_BYTE);
  }
}
