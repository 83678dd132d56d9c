package tunebench.quant;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import org.jspecify.annotations.Nullable;
import tunebench.nn.Code;
import tunebench.nn.Emit;
import tunebench.nn.Projection;
import tunebench.tensor.Dtype;
import tunebench.tensor.Scope;
import tunebench.tensor.Script;

/**
 * LLM.int8 (Dettmers et al. 2022): weights are 8-bit with one scale per row; inputs are quantized
 * per token as they come; and the input columns in which any value reaches the threshold are
 * multiplied in floating point instead.
 *
 * @param codes [out, in] int8
 * @param scales [out] float32: the largest magnitude of each row
 * @param bias [out] in the compute dtype, or null
 * @param compute dtype of inputs and outputs
 * @param threshold magnitude from which an input column counts as an outlier; 0 for never
 */
public record Int8Projection(
    NDArray codes, NDArray scales, @Nullable NDArray bias, Dtype compute, double threshold)
    implements Projection {
  private static final int FEWEST_ROWS = 32;

  /** The threshold of the paper and of bitsandbytes. */
  public static final double THRESHOLD = 6;

  /** No activation reaches this. */
  private static final double NEVER = 3e38;

  /**
   * Quantizes {@code dense} [out, in], rounded to 16 bit first as the reference does; belongs to
   * {@code scope}.
   */
  public static Int8Projection encode(
      Scope scope, NDArray dense, @Nullable NDArray bias, Dtype compute) {
    NDList parts =
        Script.resource(Int8Projection.class, "quantize.torch").call(scope, "encode8", dense);
    return new Int8Projection(parts.get(0), parts.get(1), bias, compute, THRESHOLD);
  }

  @Override
  public int inFeatures() {
    return Math.toIntExact(codes.getShape().get(1));
  }

  @Override
  public int outFeatures() {
    return Math.toIntExact(codes.getShape().get(0));
  }

  @Override
  public String emit(Code code, String x) {
    String exact = integerProduct(code, x);
    if (code.training()) {
      // Rounding has no useful gradient: the value is the integer product's, the gradient the dense
      // weight's.
      String dense = code.let("torch.linear(%s, %s, None)".formatted(x, emitWeight(code)));
      exact =
          code.let("torch.add(%s, torch.detach(torch.sub(%s, %s)))".formatted(dense, exact, dense));
    }
    return bias == null ? exact : code.let("torch.add(%s, %s)".formatted(exact, code.frozen(bias)));
  }

  private String integerProduct(Code code, String x) {
    String weight = code.frozen(codes);
    String rowScales = code.frozen(scales);
    String rows =
        code.let(
            Emit.cast(
                "torch.detach(torch.reshape(%s, [-1, %d]))".formatted(x, inFeatures()),
                Dtype.FLOAT32));
    String outlier =
        code.let(
            "torch.any(torch.ge(torch.abs(%s), %s), 0)"
                .formatted(rows, Emit.number(threshold > 0 ? threshold : NEVER)));
    String calm =
        code.let("torch.masked_fill(%s, torch.unsqueeze(%s, 0), 0.0)".formatted(rows, outlier));
    String largest =
        code.let("torch.clamp_min(torch.amax(torch.abs(%s), [1], True), 1.0e-30)".formatted(calm));
    String input =
        code.let(
            Emit.cast(
                "torch.round(torch.mul(%s, torch.mul(torch.reciprocal(%s), 127.0)))"
                    .formatted(calm, largest),
                Dtype.INT8));
    // CUDA's integer product refuses 16 rows and fewer.
    code.line("if torch.lt(torch.size(%s, 0), %d):".formatted(input, FEWEST_ROWS));
    code.line(
        "  %s = torch.constant_pad_nd(%s, [0, 0, 0, torch.sub(%d, torch.size(%s, 0))], 0)"
            .formatted(input, input, FEWEST_ROWS, input));
    String sums = code.let("torch._int_mm(%s, torch.t(%s))".formatted(input, weight));
    String product =
        code.let(
            Emit.cast(
                "torch.slice(%s, 0, 0, torch.size(%s, 0), 1)".formatted(sums, rows),
                Dtype.FLOAT32));
    String y =
        code.let(
            "torch.mul(torch.mul(%s, torch.mul(%s, %s)), 6.200012400024800e-05)"
                .formatted(product, largest, rowScales));
    code.line("if bool(torch.any(%s)):".formatted(outlier));
    code.line("  columns = torch.reshape(torch.nonzero(%s), [-1])".formatted(outlier));
    code.line(
        "  loud = torch.mul(torch.to(torch.index_select(%s, 1, columns), 6, False, False, None), torch.unsqueeze(torch.div(%s, 127.0), 1))"
            .formatted(weight, rowScales));
    code.line(
        "  %s = torch.add(%s, torch.matmul(torch.index_select(%s, 1, columns), torch.t(loud)))"
            .formatted(y, y, rows));
    return code.let(
        Emit.cast(
            "torch.view(%s, torch.add(torch.slice(torch.size(%s), 0, -1, 1), [%d]))"
                .formatted(y, x, outFeatures()),
            compute));
  }

  @Override
  public String emitWeight(Code code) {
    String factor =
        code.let("torch.unsqueeze(torch.div(%s, 127.0), 1)".formatted(code.frozen(scales)));
    return code.let(
        Emit.cast(
            "torch.mul(%s, %s)".formatted(Emit.cast(code.frozen(codes), Dtype.FLOAT32), factor),
            compute));
  }
}
