package tunebench.tensor;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What this machine's processor multiplies faster than 32-bit floats. Asked once. */
public final class CpuUnits {
  private static final Path LINUX = Path.of("/proc/cpuinfo");
  private static final boolean BFLOAT16 = tiles(LINUX);
  private static final int SIZE = 64;

  private CpuUnits() {}

  /**
   * Whether it has tiles for products of bfloat16 (Intel's AMX), where such a product is several
   * times as fast as one in float32. Only Linux says so without native code; elsewhere the answer
   * is no.
   */
  public static boolean bfloat16() {
    return BFLOAT16;
  }

  static boolean tiles(Path cpuinfo) {
    if (!Files.isReadable(cpuinfo)) {
      return false;
    }
    try (Stream<String> lines = Files.lines(cpuinfo)) {
      return lines
          .filter(line -> line.startsWith("flags"))
          .findFirst()
          .filter(line -> (line + " ").contains(" amx_bf16 "))
          .isPresent();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Whether oneDNN's product of bytes is in this build of libtorch and exact on this processor:
   * some without VNNI saturate sums of two products in 16 bits.
   */
  public static boolean byteProducts() {
    return Bytes.EXACT;
  }

  private static final class Bytes {
    static final boolean EXACT = exact();

    private static boolean exact() {
      try (Scope scope = Scope.on(Device.cpu())) {
        float[] extreme = new float[SIZE * SIZE];
        for (int i = 0; i < extreme.length; i++) {
          extreme[i] = i % 7 == 3 ? -127 : 127 - i % 5;
        }
        NDArray codes = Tensors.cast(scope, scope.floats(extreme, SIZE, SIZE), Dtype.INT8);
        return Script.resource(CpuUnits.class, "bytes.torch")
                .one(scope, "gap", codes)
                .toFloatArray()[0]
            == 0;
      } catch (EngineException e) {
        // This build does not know the operator.
        return false;
      }
    }
  }
}
