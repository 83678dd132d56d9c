package tunebench.service.work;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
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

  private static List<Double> levels(float[] values) {
    return levels(values, CodeBook.NF4.levels());
  }

  /** A book's values for the block whose largest magnitude is the median of all blocks'. */
  private static List<Double> levels(float[] values, float[] book) {
    double[] scales = new double[(values.length + CodeBook.BLOCK - 1) / CodeBook.BLOCK];
    for (int i = 0; i < values.length; i++) {
      scales[i / CodeBook.BLOCK] = Math.max(scales[i / CodeBook.BLOCK], Math.abs(values[i]));
    }
    Arrays.sort(scales);
    double scale = scales[scales.length / 2];
    double[] levels = new double[book.length];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = book[i] * scale;
    }
    return DoubleStream.of(levels).boxed().toList();
  }

  Reply errors() {
    TensorValues exact = matrix();
    List<ModelReply.QuantizationError> rows = new ArrayList<>();
    for (Quantization kind : Quantization.values()) {
      if (kind != Quantization.FP32 && !kind.all()) {
        TensorValues kept = exact.as(kind, rows(), columns());
        rows.add(compared(kind.label(), kept.bitsPerWeight(), exact.values(), kept.values()));
      }
    }
    TensorValues even = EvenLevels.of(exact.values());
    rows.add(compared(EvenLevels.LABEL, even.bitsPerWeight(), exact.values(), even.values()));
    return new ModelReply.QuantizationTable(shape.name(), rows);
  }

  /** Where a format errs: the root mean squared difference in each cell of a grid. */
  Reply errorMap(String format, int gridRows, int gridColumns) {
    if (gridRows < 1 || gridRows > 512 || gridColumns < 1 || gridColumns > 512) {
      throw new BadInputException("An error map has from 1 to 512 cells a side.");
    }
    TensorValues exact = matrix();
    boolean even = format.equals(EvenLevels.LABEL);
    TensorValues kept =
        even ? EvenLevels.of(exact.values()) : exact.as(Quantization.of(format), rows(), columns());
    int down = Math.min(gridRows, rows());
    int across = Math.min(gridColumns, columns());
    double[] sums = new double[down * across];
    int[] counts = new int[down * across];
    for (int i = 0; i < exact.values().length; i++) {
      int row = (int) ((long) (i / columns()) * down / rows());
      int column = (int) ((long) (i % columns()) * across / columns());
      double difference = (double) exact.values()[i] - kept.values()[i];
      sums[row * across + column] += difference * difference;
      counts[row * across + column]++;
    }
    for (int i = 0; i < sums.length; i++) {
      sums[i] = Math.sqrt(sums[i] / counts[i]);
    }
    @Nullable CodeBook book = even ? null : Quantization.of(format).book();
    List<Double> levels =
        even
            ? levels(exact.values(), EvenLevels.book())
            : book == null ? List.of() : levels(exact.values(), book.levels());
    return new ModelReply.ErrorGrid(
        shape.name(), format, down, across, DoubleStream.of(sums).boxed().toList(), levels);
  }

  private TensorValues matrix() {
    if (shape.dims().size() != 2) {
      throw new BadInputException(
          "%s is a vector, which no format quantizes; choose a matrix.".formatted(shape.name()));
    }
    return TensorValues.read(folder, shape);
  }

  private int rows() {
    return Math.toIntExact(shape.dims().get(0));
  }

  private int columns() {
    return Math.toIntExact(shape.dims().get(1));
  }

  private static ModelReply.QuantizationError compared(
      String format, double bits, float[] exact, float[] kept) {
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
        format, bits, Math.sqrt(noise / exact.length), largest, 10 * Math.log10(signal / noise));
  }
}
