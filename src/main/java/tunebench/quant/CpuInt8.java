package tunebench.quant;

import ai.djl.ndarray.NDArray;
import tunebench.nn.Code;
import tunebench.nn.Emit;
import tunebench.tensor.CpuUnits;
import tunebench.tensor.Dtype;
import tunebench.tensor.Scope;
import tunebench.tensor.Script;

/**
 * LLM.int8 on a CPU. Projections of one input share its quantization; outliers are looked for in
 * detail only where the largest magnitude reaches the threshold; oneDNN takes the product.
 */
final class CpuInt8 {
  /** The largest code. */
  private static final double MOST = 127;

  private static final String LARGEST =
      "torch.maximum(torch.amax(%1$s, [%2$d], %3$s), torch.neg(torch.amin(%1$s, [%2$d], %3$s)))";

  private CpuInt8() {}

  /** The same numbers [out, in], each column in one piece. */
  static NDArray byColumns(Scope scope, NDArray codes) {
    return Script.of(
            """
              def columns(self: __torch__.M, codes: Tensor) -> Tensor:
                return torch.t(torch.contiguous(torch.t(codes)))
            """)
        .one(scope, "columns", codes);
  }

  /**
   * Emits the product without a bias, [..., out] in the compute dtype.
   *
   * @param threshold magnitude from which an input column is an outlier
   */
  static String product(Code code, Int8Projection p, String x, double threshold) {
    String rows = quantized(code, p, x, threshold);
    String codes = code.frozen(p.codes());
    String scales = code.let("torch.div(%s, %s)".formatted(code.frozen(p.scales()), MOST));
    String input = code.once(Emit.cast("torch.round_(%s_scaled)".formatted(rows), Dtype.INT8));
    String y = code.let(sums(code, p, input, codes, scales));
    code.line("%s = torch.mul_(%s, %s)".formatted(y, y, step(code, rows)));
    code.line("if bool(%s_loud):".formatted(rows));
    code.line(
        "  %1$s = torch.addmm_(%1$s, torch.index_select(%2$s, 1, %2$s_columns), torch.t(torch.mul(torch.to(torch.index_select(%3$s, 1, %2$s_columns), 6, False, False, None), torch.unsqueeze(%4$s, 1))))"
            .formatted(y, rows, codes, scales));
    return code.let(
        Emit.cast(
            "torch.view(%s, torch.add(torch.slice(torch.size(%s), 0, -1, 1), [%d]))"
                .formatted(y, x, p.outFeatures()),
            p.compute()));
  }

  /** How far apart two neighbouring codes of a row are, [rows, 1]. */
  private static String step(Code code, String rows) {
    return code.once("torch.div(%s_abs, %s)".formatted(rows, MOST));
  }

  /** The product of bytes times the rows' scales, float32. */
  private static String sums(
      Code code, Int8Projection p, String input, String codes, String scales) {
    if (!CpuUnits.byteProducts()) {
      return "torch.mul(torch._int_mm(%s, torch.t(%s)), %s)".formatted(input, codes, scales);
    }
    String zeros = code.once("torch.zeros([%d], dtype=3)".formatted(p.outFeatures()));
    return "ops.onednn.qlinear_pointwise(%s, 1.0, 0, torch.to_mkldnn(torch.contiguous(torch.t(%s))), %s, %s, None, 1.0, 0, 6, \"none\", annotate(List[Optional[number]], []), \"\")"
        .formatted(input, codes, scales, zeros);
  }

  /**
   * Emits x as its quantization rounds it. In a backward pass it is x itself, for rounding has no
   * useful gradient: the copy's numbers are replaced where autograd does not see it.
   */
  static String rounded(Code code, Int8Projection p, String x, double threshold) {
    String rows = quantized(code, p, x, threshold);
    return code.once(
        "rounded %s %s".formatted(rows, p.products()),
        () -> {
          String whole =
              code.let("torch.mul_(torch.round_(%s_scaled), %s)".formatted(rows, step(code, rows)));
          code.line("if bool(%s_loud):".formatted(rows));
          code.line(
              "  %1$s = torch.index_copy_(%1$s, 1, %2$s_columns, torch.index_select(%2$s, 1, %2$s_columns))"
                  .formatted(whole, rows));
          String copy =
              code.let("torch.to(%s, %d, False, True, None)".formatted(x, p.products().code()));
          code.let(
              "torch.copy_(torch.detach(%s), torch.view_as(%s, %s))".formatted(copy, whole, copy));
          return copy;
        });
  }

  /** Emits x's rows in float32 and what is made of them, under names that begin with theirs. */
  private static String quantized(Code code, Int8Projection p, String x, double threshold) {
    return code.once(
        "int8 %s %s".formatted(x, threshold),
        () -> {
          String rows =
              code.let(
                  Emit.cast(
                      "torch.detach(torch.reshape(%s, [-1, %d]))".formatted(x, p.inFeatures()),
                      Dtype.FLOAT32));
          // %1$s rows, %2$s threshold, %3$s largest of each row, %4$s of each column, %5$s of calm.
          """
          %1$s_abs = %3$s
          %1$s_loud = torch.ge(torch.amax(%1$s_abs), %2$s)
          %1$s_columns = torch.zeros([0], dtype=4)
          if bool(%1$s_loud):
            %1$s_columns = torch.reshape(torch.nonzero(torch.ge(%4$s, %2$s)), [-1])
            %1$s_calm = torch.index_fill(%1$s, 1, %1$s_columns, 0.0)
            %1$s_abs = torch.clamp_min_(%5$s, 1.0e-30)
            %1$s_scaled = torch.mul_(%1$s_calm, torch.mul(torch.reciprocal(%1$s_abs), 127.0))
          else:
            %1$s_abs = torch.clamp_min_(%1$s_abs, 1.0e-30)
            %1$s_scaled = torch.mul(%1$s, torch.mul(torch.reciprocal(%1$s_abs), 127.0))
          """
              .formatted(
                  rows,
                  Emit.number(threshold),
                  LARGEST.formatted(rows, 1, "True"),
                  LARGEST.formatted(rows, 0, "False"),
                  LARGEST.formatted(rows + "_calm", 1, "True"))
              .lines()
              .forEach(code::line);
          return rows;
        });
  }
}
