package tunebench.train;

import tunebench.llama.ModelConfig;
import tunebench.lora.LoraSettings;
import tunebench.model.OpenSettings;
import tunebench.quant.Quantization;

/**
 * Rows and columns of the fused pass's arrays.
 *
 * @param tokens rows of a batch
 * @param answers rows behind the last layer's attention: nobody reads the others
 * @param hidden columns of the residual stream
 * @param inner columns within the feed-forward block
 * @param heads of the queries
 * @param queries columns of all queries
 * @param keys columns of all keys, and as many of all values
 * @param gemma whether there are norms behind the blocks
 * @param headNorms whether queries and keys have norms
 * @param dense whether matrices are made dense for their gradient
 * @param rounds whether inputs are rounded to 8 bits before they are multiplied
 * @param multiplied bytes of a number in what is multiplied
 * @param drops whether inputs of adapters are dropped
 * @param recomputed whether layers are run again for their gradient
 */
record FusedSizes(
    long tokens,
    long answers,
    long hidden,
    long inner,
    long heads,
    long queries,
    long keys,
    boolean gemma,
    boolean headNorms,
    boolean dense,
    boolean rounds,
    int multiplied,
    boolean drops,
    boolean recomputed) {
  /** Bytes of a number in 32 bits. */
  static final int WIDE = 4;

  /**
   * Of a run.
   *
   * @param answerTokens of each row
   */
  static FusedSizes of(
      ModelConfig config,
      Quantization kind,
      LoraSettings lora,
      TrainSettings settings,
      int answerTokens,
      boolean gpu) {
    boolean rounds = !gpu && kind == Quantization.INT8;
    long headDim = config.heads().headDim();
    return new FusedSizes(
        (long) settings.batch() * settings.maxTokens(),
        (long) settings.batch() * answerTokens,
        config.hiddenSize(),
        config.intermediateSize(),
        config.heads().heads(),
        config.heads().heads() * headDim,
        config.heads().keyValueHeads() * headDim,
        config.family().isGemma(),
        config.family().normsQueriesAndKeys(),
        !kind.floating(),
        rounds,
        OpenSettings.fast(kind, gpu).products().bytes(),
        lora.dropout() > 0,
        settings.checkpointing());
  }

  /** Bytes of a number in a group's input, which is rounded or multiplied as it is. */
  int input() {
    return rounds ? WIDE : multiplied;
  }

  /** Columns of queries, keys and values. */
  long mixes() {
    return queries + 2 * keys;
  }

  /** Columns beside a group's input for its adapters' low-rank inputs; whole eights or none. */
  static long beside(long ranks) {
    return ranks % 8 == 0 ? ranks : 0;
  }
}
