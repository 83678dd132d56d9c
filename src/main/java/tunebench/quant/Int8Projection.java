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
 * @param products dtype of the dense product that training takes on a CPU
 */
public record Int8Projection(
    NDArray codes,
    NDArray scales,
    @Nullable NDArray bias,
    Dtype compute,
    double threshold,
    Dtype products)
    implements Projection {
  private static final int FEWEST_ROWS = 32;

  /** The threshold of the paper and of bitsandbytes. */
  public static final double THRESHOLD = 6;

  /** No activation reaches this. */
  private static final double NEVER = 3e38;

  /** One whose products in training are in the compute dtype. */
  public Int8Projection(
      NDArray codes, NDArray scales, @Nullable NDArray bias, Dtype compute, double threshold) {
    this(codes, scales, bias, compute, threshold, compute);
  }

  /**
   * The same weight for running on a CPU: its codes lie column after column in memory, as oneDNN's
   * product reads them. On a GPU nothing is changed.
   *
   * @param scope owns the codes, which take the place of this one's
   */
  public Int8Projection forCpu(Scope scope, Dtype dense) {
    if (codes.getDevice().isGpu()) {
      return this;
    }
    NDArray columns = CpuInt8.byColumns(scope, codes);
    codes.close();
    return new Int8Projection(columns, scales, bias, compute, threshold, dense);
  }

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
    String y = codes.getDevice().isGpu() ? onGpu(code, x) : onCpu(code, x);
    return bias == null ? y : code.let("torch.add(%s, %s)".formatted(y, code.frozen(bias)));
  }

  private double loudFrom() {
    return threshold > 0 ? threshold : NEVER;
  }

  /** In training one product serves: of the rounded input and the dense weight. */
  private String onCpu(Code code, String x) {
    if (!code.training()) {
      return CpuInt8.product(code, this, x, loudFrom());
    }
    String input = CpuInt8.rounded(code, this, x, loudFrom());
    String weight = emitWeight(code, products);
    return code.let(Emit.cast("torch.linear(%s, %s, None)".formatted(input, weight), compute));
  }

  private String onGpu(Code code, String x) {
    String exact = integerProduct(code, x);
    if (code.training()) {
      // Rounding has no useful gradient: the value is the integer product's, the gradient the dense
      // weight's.
      String dense = code.let("torch.linear(%s, %s, None)".formatted(x, emitWeight(code)));
      exact =
          code.let("torch.add(%s, torch.detach(torch.sub(%s, %s)))".formatted(dense, exact, dense));
    }
    return exact;
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
            "torch.any(torch.ge(torch.abs(%s), %s), 0)".formatted(rows, Emit.number(loudFrom())));
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
    return emitWeight(code, compute);
  }

  private String emitWeight(Code code, Dtype dtype) {
    String factor =
        code.let("torch.unsqueeze(torch.div(%s, 127.0), 1)".formatted(code.frozen(scales)));
    return code.let(
        Emit.cast(
            "torch.mul_(%s, %s)".formatted(Emit.cast(code.frozen(codes), Dtype.FLOAT32), factor),
            dtype));
  }
}
