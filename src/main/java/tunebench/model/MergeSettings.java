package tunebench.model;

import org.jspecify.annotations.Nullable;
import tunebench.BadInputException;
import tunebench.format.DType;
import tunebench.llama.TensorShape;
import tunebench.llama.TensorShape.Role;
import tunebench.quant.Quantization;

/**
 * How an adapter shall be merged.
 *
 * @param from which weights it is added to
 * @param quantization the format that {@link From#DEQUANTIZED} takes the weights through
 * @param dtype of the merged weights, or null for each tensor's own in the checkpoint
 * @param shardBytes most bytes of a file's tensors
 */
public record MergeSettings(
    From from, Quantization quantization, @Nullable DType dtype, long shardBytes) {
  /** The weights that the update is added to. */
  public enum From {
    /** As the checkpoint has them: the best base, though not quite the one of the training. */
    ORIGINAL,
    /**
     * Quantized and dequantized first, as the adapter saw them in training: the merged model prices
     * as the quantized one with the adapter did.
     */
    DEQUANTIZED
  }

  /** What most readers of such files take in one piece, in bytes. */
  public static final long SHARD_BYTES = 5_000_000_000L;

  public MergeSettings {
    if (shardBytes < 1) {
      throw new BadInputException("--shard-size must be above 0, not " + shardBytes + ".");
    }
    if (from == From.DEQUANTIZED && quantization.floating()) {
      throw new BadInputException(
          "--quantize %s has nothing to dequantize; name the format that the adapter was trained on, such as nf4-double."
              .formatted(quantization.label()));
    }
  }

  /** Onto the original weights, each tensor in its own dtype. */
  public static MergeSettings original() {
    return new MergeSettings(From.ORIGINAL, Quantization.NF4_DOUBLE, null, SHARD_BYTES);
  }

  /** Whether a tensor goes through the quantization. */
  boolean dequantizes(TensorShape shape) {
    boolean all = shape.role() == Role.EMBEDDING || shape.role() == Role.OUTPUT;
    return from == From.DEQUANTIZED && (shape.role() == Role.LINEAR || (all && quantization.all()));
  }
}
