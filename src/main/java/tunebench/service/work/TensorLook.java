package tunebench.service.work;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import tunebench.BadInputException;
import tunebench.llama.ConfigReader;
import tunebench.llama.ModelShapes;
import tunebench.llama.TensorShape;
import tunebench.model.TensorValues;
import tunebench.protocol.ModelReply;
import tunebench.protocol.Reply;
import tunebench.quant.CodeBook;
import tunebench.quant.Quantization;

/** One tensor of a model's files, looked at on the CPU. */
final class TensorLook {
  private final Path folder;
  private final TensorShape shape;

  TensorLook(Path folder, String tensor) {
    this.folder = folder;
    this.shape =
        ModelShapes.of(ConfigReader.read(folder)).stream()
            .filter(s -> s.name().equals(tensor))
            .findFirst()
            .orElseThrow(
                () ->
                    new BadInputException(
                        "%s has no tensor \"%s\"; see the model's tree."
                            .formatted(folder, tensor)));
  }

  Reply histogram(int bins) {
    if (bins < 1 || bins > 10_000) {
      throw new BadInputException("A histogram has from 1 to 10000 bins, not %d.".formatted(bins));
    }
    float[] values = TensorValues.read(folder, shape).values();
    double sum = 0;
    double squares = 0;
    double largest = 0;
    for (float value : values) {
      sum += value;
      squares += (double) value * value;
      largest = Math.max(largest, Math.abs(value));
    }
    double mean = sum / values.length;
    double deviation = Math.sqrt(Math.max(0, squares / values.length - mean * mean));
    return new ModelReply.WeightHistogram(
        shape.name(),
        shape.dims(),
        -largest,
        largest,
        counts(values, largest, bins),
        mean,
        deviation,
        largest,
        levels(values));
  }

  private static List<Long> counts(float[] values, double largest, int bins) {
    long[] counts = new long[bins];
    for (float value : values) {
      int bin = largest == 0 ? 0 : (int) ((value + largest) / (2 * largest) * bins);
      counts[Math.clamp(bin, 0, bins - 1)]++;
    }
    return LongStream.of(counts).boxed().toList();
  }

  /** NF4's values for the block whose largest magnitude is the median of all blocks'. */
  private static List<Double> levels(float[] values) {
    double[] scales = new double[(values.length + CodeBook.BLOCK - 1) / CodeBook.BLOCK];
    for (int i = 0; i < values.length; i++) {
      scales[i / CodeBook.BLOCK] = Math.max(scales[i / CodeBook.BLOCK], Math.abs(values[i]));
    }
    Arrays.sort(scales);
    double scale = scales[scales.length / 2];
    float[] book = CodeBook.NF4.levels();
    double[] levels = new double[book.length];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = book[i] * scale;
    }
    return DoubleStream.of(levels).boxed().toList();
  }

  Reply errors() {
    if (shape.dims().size() != 2) {
      throw new BadInputException(
          "%s is a vector, which no format quantizes; choose a matrix.".formatted(shape.name()));
    }
    TensorValues exact = TensorValues.read(folder, shape);
    List<ModelReply.QuantizationError> rows = new ArrayList<>();
    for (Quantization kind : Quantization.values()) {
      if (kind != Quantization.FP32 && !kind.all()) {
        TensorValues kept =
            exact.as(
                kind, Math.toIntExact(shape.dims().get(0)), Math.toIntExact(shape.dims().get(1)));
        rows.add(compared(kind, kept.bitsPerWeight(), exact.values(), kept.values()));
      }
    }
    return new ModelReply.QuantizationTable(shape.name(), rows);
  }

  private static ModelReply.QuantizationError compared(
      Quantization kind, double bits, float[] exact, float[] kept) {
    double noise = 0;
    double signal = 0;
    double largest = 0;
    for (int i = 0; i < exact.length; i++) {
      double difference = (double) exact[i] - kept[i];
      noise += difference * difference;
      signal += (double) exact[i] * exact[i];
      largest = Math.max(largest, Math.abs(difference));
    }
    return new ModelReply.QuantizationError(
        kind.label(),
        bits,
        Math.sqrt(noise / exact.length),
        largest,
        10 * Math.log10(signal / noise));
  }
}
