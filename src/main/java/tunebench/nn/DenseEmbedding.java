package tunebench.nn;

import ai.djl.ndarray.NDArray;
import tunebench.tensor.Dtype;

/**
 * An embedding stored as it is.
 *
 * @param weight [vocabulary, width]
 * @param compute dtype of the rows handed out
 * @param trained whether training updates it
 */
public record DenseEmbedding(NDArray weight, Dtype compute, boolean trained) implements Embedding {
  @Override
  public int width() {
    return Math.toIntExact(weight.getShape().get(1));
  }

  @Override
  public String emit(Code code, String ids) {
    String table = trained ? code.trainable(weight) : code.frozen(weight);
    return code.let(Emit.cast("torch.embedding(%s, %s)".formatted(table, ids), compute));
  }
}
