package tunebench.format;

import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What a GGUF file says of its model's architecture, in plain numbers.
 *
 * @param vocabulary rows of the embedding
 * @param context the most tokens the model was made for
 * @param hidden width of the residual stream
 * @param feedForward width inside the feed-forward block
 * @param headWidth dimensions of one head
 * @param normEpsilon what the root of RMS norms adds
 * @param window tokens that layers with a sliding window see
 * @param localRopeBase base frequency of those layers, where it differs
 * @param attentionSoftcap Gemma 2's cap on attention scores
 * @param logitSoftcap Gemma 2's cap on logits
 * @param attentionBias whether queries, keys and values have biases
 * @param tied whether the output layer is the embedding
 */
public record GgufModel(
    GgufFamily family,
    int vocabulary,
    int context,
    int layers,
    int hidden,
    int feedForward,
    int heads,
    int keyValueHeads,
    int headWidth,
    double normEpsilon,
    GgufRope rope,
    OptionalInt window,
    OptionalDouble localRopeBase,
    OptionalDouble attentionSoftcap,
    OptionalDouble logitSoftcap,
    boolean attentionBias,
    boolean tied) {

  /**
   * Reads the metadata and a look at the tensors.
   *
   * @throws tunebench.BadInputException if the family is not one of {@link GgufFamily}, the file is
   *     one of several parts, or a number is missing
   */
  public static GgufModel of(GgufFile file) {
    return new GgufModelReader(file).read();
  }

  /** The same model with an output layer of its own. */
  public GgufModel untied() {
    return new GgufModel(
        family,
        vocabulary,
        context,
        layers,
        hidden,
        feedForward,
        heads,
        keyValueHeads,
        headWidth,
        normEpsilon,
        rope,
        window,
        localRopeBase,
        attentionSoftcap,
        logitSoftcap,
        attentionBias,
        false);
  }

  /** Gemma's largest models scale attention by the width that each head would have, not has. */
  int attentionScaleWidth() {
    boolean largest =
        (family == GgufFamily.GEMMA2 && layers == 46)
            || (family == GgufFamily.GEMMA3 && layers == 62);
    return largest ? hidden / heads : headWidth;
  }
}
