package tunebench.report;

import org.jspecify.annotations.Nullable;

/**
 * The memory of one quantization of the model, in bytes.
 *
 * @param kind the quantization's name, for example {@code nf4}
 * @param weightBytes the codes of the quantized weights; for an unquantized kind, its linear layers
 * @param constantBytes scales and other constants of the quantization, which the course's figure
 *     leaves out
 * @param unquantizedBytes the parts that stay in 16 or 32 bits: embedding, output layer, norms
 * @param totalBytes the sum of the three
 * @param measuredBytes what the loaded model really held; null when it was only calculated
 */
public record Footprint(
    String kind,
    long weightBytes,
    long constantBytes,
    long unquantizedBytes,
    long totalBytes,
    @Nullable Long measuredBytes) {

  public static Footprint of(
      String kind,
      long weightBytes,
      long constantBytes,
      long unquantizedBytes,
      @Nullable Long measuredBytes) {
    long total = weightBytes + constantBytes + unquantizedBytes;
    return new Footprint(kind, weightBytes, constantBytes, unquantizedBytes, total, measuredBytes);
  }
}
