package tunebench.train;

import tunebench.quant.Quantization;

/**
 * How the training pass uses memory on a device: the one place that says so. Numbers of the CPU
 * were found by measuring, one size varied at a time; {@code bench --plan} measures them again.
 *
 * @param compute bytes of a number in the residual stream, queries, keys, values and feed-forward
 * @param normInput bytes that a norm keeps of each number of its input, beyond the stream's own
 * @param streamSaved whether the stream between attention and feed-forward is itself what its norm
 *     keeps
 * @param dropMask bytes that dropout keeps per number besides its result
 * @param sharedInput whether adapters of one input share what they keep of it
 * @param forwardExtra of a layer's forward pass beyond what it keeps, in numbers of a row of the
 *     stream
 * @param backwardExtra likewise while the feed-forward block runs backward
 * @param backwardFfn numbers per inner feature that are held while that runs backward, kept ones
 *     included
 * @param attentionExtra likewise of the stream while attention runs backward
 * @param logits copies of the answers' logits in 32 bits
 * @param quantizedTemp bytes per weight while one tensor is dequantized, beyond its dense form
 * @param encodeTemp bytes per weight while one tensor is quantized at loading
 * @param context bytes that PyTorch holds beside tensors once it is warm; on a GPU none, for what
 *     the driver and the kernels take is not free memory to begin with
 */
record PassShape(
    int compute,
    int normInput,
    boolean streamSaved,
    int dropMask,
    boolean sharedInput,
    double forwardExtra,
    double backwardExtra,
    double backwardFfn,
    double attentionExtra,
    int logits,
    int quantizedTemp,
    int encodeTemp,
    long context) {

  private static final PassShape CPU =
      new PassShape(4, 0, true, 4, true, 5, 2.3, 6, 7.3, 3, 4, 20, 2_000_000L);

  /** In bfloat16 each norm and each adapter keeps a 32-bit copy of its input. */
  private static final PassShape GPU =
      new PassShape(2, 4, false, 1, false, 8, 5, 6, 10, 3, 8, 20, 0);

  /** In 32 bits on a GPU, as on the CPU but for the mask. */
  private static final PassShape WIDE_GPU =
      new PassShape(4, 0, true, 1, true, 5, 2.3, 6, 7.3, 3, 4, 20, 0);

  static PassShape of(Quantization kind, boolean gpu) {
    if (!gpu) {
      return CPU;
    }
    return kind == Quantization.FP32 ? WIDE_GPU : GPU;
  }
}
