package tunebench;

import ai.djl.ndarray.NDArray;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;
import tunebench.format.SafetensorsFile;
import tunebench.format.TensorInfo;
import tunebench.tensor.Dtype;
import tunebench.tensor.Scope;
import tunebench.tensor.Tensors;

/**
 * Reference values that transformers, PEFT and bitsandbytes gave (make_fixtures.py in the fixtures'
 * own folder).
 */
public final class Fixtures {
  private Fixtures() {}

  public static Path folder(String name) {
    try {
      return Path.of(
          Objects.requireNonNull(Fixtures.class.getResource("fixtures/" + name)).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** One tensor of a file as it is stored; belongs to {@code scope}. */
  public static NDArray tensor(Scope scope, SafetensorsFile file, String name) {
    TensorInfo info = file.info(name);
    Dtype stored =
        switch (info.dtype()) {
          case F32 -> Dtype.FLOAT32;
          case U8 -> Dtype.UINT8;
          case I8 -> Dtype.INT8;
          case I64 -> Dtype.INT64;
          default -> throw new IllegalStateException(info.toString());
        };
    NDArray raw = scope.bytes(file.bytes(name).asByteBuffer(), info.length());
    return Tensors.decode(scope, raw, stored, stored, info.shape());
  }

  /** The model that ships. */
  public static Path shippedModel() {
    return Path.of("assets", "models", "tunebench-base");
  }

  /** The largest difference between two arrays of one shape. */
  public static double distance(NDArray a, NDArray b) {
    return a.sub(b).abs().max().getFloat();
  }
}
