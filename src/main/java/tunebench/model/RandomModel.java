package tunebench.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
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

  /** Pieces that are drawn side by side; each has a generator of its own. */
  private static final int ABREAST = 64;

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
    boolean norm = shape.role() == TensorShape.Role.NORM;
    for (long done = 0; done < shape.size(); done += (long) ABREAST * PIECE) {
      long left = shape.size() - done;
      int pieces = (int) Math.min(ABREAST, (left + PIECE - 1) / PIECE);
      List<SplittableRandom> own =
          IntStream.range(0, pieces).mapToObj(i -> random.split()).toList();
      List<ByteBuffer> drawn =
          IntStream.range(0, pieces)
              .parallel()
              .mapToObj(
                  i -> piece((int) Math.min(PIECE, left - (long) i * PIECE), norm, own.get(i)))
              .toList();
      for (ByteBuffer piece : drawn) {
        writer.write(shape.name(), piece);
      }
    }
  }

  private static ByteBuffer piece(int size, boolean norm, SplittableRandom random) {
    ByteBuffer piece = ByteBuffer.allocate(2 * size).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < size; i++) {
      double value = norm ? 1 : DEVIATION * random.nextGaussian();
      piece.putShort(HalfFloats.toBf16((float) value));
    }
    return piece.flip();
  }
}
