package tunebench.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import tunebench.format.DType;
import tunebench.format.HalfFloats;
import tunebench.format.SafetensorsWriter;
import tunebench.format.TensorSpec;
import tunebench.llama.ModelConfig;
import tunebench.llama.ModelShapes;
import tunebench.llama.TensorShape;

/** Weights as they are before any training: normal with deviation 0.02, norms 1. */
public final class RandomModel {
  private static final double DEVIATION = 0.02;
  private static final int PIECE = 1 << 20;

  private RandomModel() {}

  /** Writes {@code model.safetensors} in bfloat16; the same seed gives the same bytes. */
  public static void write(Path folder, ModelConfig config, long seed) throws IOException {
    List<TensorShape> shapes = ModelShapes.of(config);
    List<TensorSpec> specs =
        shapes.stream().map(s -> new TensorSpec(s.name(), DType.BF16, s.dims())).toList();
    SplittableRandom random = new SplittableRandom(seed);
    try (SafetensorsWriter writer =
        SafetensorsWriter.create(folder.resolve("model.safetensors"), specs)) {
      for (TensorShape shape : shapes) {
        write(writer, shape, random.split());
      }
      writer.finish();
    }
  }

  private static void write(SafetensorsWriter writer, TensorShape shape, SplittableRandom random)
      throws IOException {
    ByteBuffer piece = ByteBuffer.allocateDirect(2 * PIECE).order(ByteOrder.LITTLE_ENDIAN);
    for (long left = shape.size(); left > 0; left -= PIECE) {
      piece.clear();
      for (int i = 0; i < Math.min(left, PIECE); i++) {
        double value =
            shape.role() == TensorShape.Role.NORM ? 1 : DEVIATION * random.nextGaussian();
        piece.putShort(HalfFloats.toBf16((float) value));
      }
      writer.write(shape.name(), piece.flip());
    }
  }
}
