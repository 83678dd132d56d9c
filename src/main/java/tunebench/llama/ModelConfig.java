package tunebench.llama;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tunebench.nn.Attention;

/**
 * A decoder's numbers, from {@code config.json}.
 *
 * @param hiddenSize width of the residual stream
 * @param intermediateSize width inside the feed-forward block
 * @param heads heads of attention
 * @param rope rotary frequencies; of the layers that see everything where {@code localRope} is
 *     given
 * @param localRope rotary frequencies of the layers with a sliding window (Gemma 3), or null
 * @param window tokens that a layer with a sliding window sees, itself included; 0 = no window
 *     anywhere
 * @param windowed per layer, whether the window applies
 * @param attentionScale factor on attention scores
 * @param attentionSoftCap soft cap of attention scores, 0 = none
 * @param logitSoftCap soft cap of the logits, 0 = none
 * @param tied whether the output layer is the embedding
 */
public record ModelConfig(
    Family family,
    int vocabSize,
    int hiddenSize,
    int intermediateSize,
    int layers,
    Attention.Shape heads,
    double rmsNormEps,
    Rope rope,
    @Nullable Rope localRope,
    int window,
    List<Boolean> windowed,
    Biases biases,
    double attentionScale,
    double attentionSoftCap,
    double logitSoftCap,
    boolean tied) {

  /** Which projections have a bias. */
  public record Biases(boolean queryKeyValue, boolean output, boolean mlp) {}

  /** The same decoder with an output layer of its own. */
  public ModelConfig untied() {
    return new ModelConfig(
        family,
        vocabSize,
        hiddenSize,
        intermediateSize,
        layers,
        heads,
        rmsNormEps,
        rope,
        localRope,
        window,
        windowed,
        biases,
        attentionScale,
        attentionSoftCap,
        logitSoftCap,
        false);
  }

  /** The rotary frequencies of a layer. */
  public Rope ropeOf(int layer) {
    Rope local = localRope;
    return local != null && windowed.get(layer) ? local : rope;
  }

  /** The window of a layer, 0 where it sees everything. */
  public int windowOf(int layer) {
    return windowed.get(layer) ? window : 0;
  }
}
