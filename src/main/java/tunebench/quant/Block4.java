package tunebench.quant;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import org.jspecify.annotations.Nullable;
import tunebench.nn.Code;
import tunebench.nn.Emit;
import tunebench.tensor.Dtype;
import tunebench.tensor.Kernels;
import tunebench.tensor.Matrix;
import tunebench.tensor.Scope;
import tunebench.tensor.Script;
import tunebench.tensor.cuda.CudaSupport;

/**
 * A tensor in 4-bit blocks, as bitsandbytes stores it: two codes a byte with the first in the high
 * nibble, one scale per 64 weights; under double quantization the scales, less their mean, are
 * 8-bit codes with one second scale per 256.
 *
 * @param tables the code book's tensors
 * @param codes [ceil(n / 2)] uint8
 * @param scales [ceil(n / 64)] float32, or uint8 under double quantization
 * @param nested second scales and offset, or null
 * @param rows size of the first axis
 * @param columns size of the second axis
 */
public record Block4(
    Block4Tables tables,
    NDArray codes,
    NDArray scales,
    @Nullable Nested nested,
    int rows,
    int columns) {

  /** Second scales [ceil(scales / 256)] and the mean that was taken off [1], both float32. */
  public record Nested(NDArray scales, NDArray offset) {}

  /**
   * Quantizes {@code dense} [rows, columns], float32 or bfloat16; the result belongs to {@code
   * scope}.
   */
  public static Block4 encode(Scope scope, Block4Tables tables, NDArray dense, boolean doubly) {
    Script script = Script.resource(Block4.class, "quantize.torch");
    int rows = Math.toIntExact(dense.getShape().get(0));
    int columns = Math.toIntExact(dense.getShape().get(1));
    long size = (long) rows * columns;
    NDArray codes = scope.zeros(Dtype.UINT8, (size + 1) / 2);
    NDArray scales = scope.zeros(Dtype.FLOAT32, (size + CodeBook.BLOCK - 1) / CodeBook.BLOCK);
    kernels(scope)
        .quantize(
            Matrix.flat(dense),
            Matrix.flat(tables.midpoints()),
            Matrix.flat(tables.order()),
            Matrix.flat(codes),
            Matrix.flat(scales));
    if (!doubly) {
      return new Block4(tables, codes, scales, null, rows, columns);
    }
    NDList twice =
        script.call(
            scope,
            "encode_scales",
            scales,
            tables.nestedCode(),
            tables.nestedMidpoints(),
            (long) CodeBook.NESTED_BLOCK);
    scales.close();
    return new Block4(
        tables, codes, twice.get(0), new Nested(twice.get(1), twice.get(2)), rows, columns);
  }

  private static Kernels kernels(Scope scope) {
    Kernels cuda = CudaSupport.of(scope.device(), Dtype.BFLOAT16).kernels();
    return cuda == null ? Kernels.torch() : cuda;
  }

  /** Bytes of the codes. */
  public long codeBytes() {
    return codes.size();
  }

  /** Bytes of the scales, second scales and offset. */
  public long constantBytes() {
    return nested == null
        ? scales.size() * 4
        : scales.size() + (nested.scales.size() + nested.offset.size()) * 4;
  }

  /** Emits the dense tensor [rows, columns] in {@code compute}. */
  String emit(Code code, Dtype compute) {
    String bytes = code.let(Emit.cast(code.frozen(codes), Dtype.INT32));
    return values(code, bytes, emitScales(code), (long) rows * columns, rows, compute);
  }

  /**
   * Emits the rows numbered by {@code ids} (int64, any shape) as [ids, columns]; each row must be
   * whole blocks.
   */
  String emitRows(Code code, String ids, Dtype compute) {
    int blocks = columns / CodeBook.BLOCK;
    String flat = code.let("torch.reshape(%s, [-1])".formatted(ids));
    String bytes =
        code.let(
            Emit.cast(
                "torch.index_select(torch.view(%s, [%d, %d]), 0, %s)"
                    .formatted(code.frozen(codes), rows, columns / 2, flat),
                Dtype.INT32));
    String chosen =
        code.let(
            "torch.index_select(torch.view(%s, [%d, %d]), 0, %s)"
                .formatted(emitScales(code), rows, blocks, flat));
    return values(code, bytes, chosen, -1, -1, compute);
  }

  private String values(
      Code code, String bytes, String blockScales, long count, int resultRows, Dtype compute) {
    // Two values are one complex number: looked up as one element instead of a row.
    String pairs =
        code.let(
            "torch.view_as_real(torch.index_select(torch.view_as_complex(%s), 0, torch.reshape(%s, [-1])))"
                .formatted(code.frozen(tables.pairs()), bytes));
    boolean whole = count % CodeBook.BLOCK == 0 || count < 0;
    String flat = whole ? pairs : padded(code, pairs, count);
    String scaled =
        code.let(
            "torch.mul_(torch.view(%s, [-1, %d]), torch.reshape(%s, [-1, 1]))"
                .formatted(flat, CodeBook.BLOCK, blockScales));
    String exact =
        whole
            ? scaled
            : code.let(
                "torch.slice(torch.reshape(%s, [-1]), 0, 0, %d, 1)".formatted(scaled, count));
    return code.let(
        Emit.cast("torch.view(%s, [%d, %d])".formatted(exact, resultRows, columns), compute));
  }

  private static String padded(Code code, String pairs, long count) {
    long stored = 2 * ((count + 1) / 2);
    long full = (count + CodeBook.BLOCK - 1) / CodeBook.BLOCK * CodeBook.BLOCK;
    return code.let(
        "torch.constant_pad_nd(torch.reshape(%s, [-1]), [0, %d], 0.0)"
            .formatted(pairs, full - stored));
  }

  private String emitScales(Code code) {
    Nested second = nested;
    if (second == null) {
      return code.frozen(scales);
    }
    String first =
        code.let(
            "torch.index_select(%s, 0, %s)"
                .formatted(
                    code.frozen(tables.nestedCode()), Emit.cast(code.frozen(scales), Dtype.INT32)));
    String spread =
        code.let(
            "torch.slice(torch.repeat_interleave(%s, %d), 0, 0, %d, 1)"
                .formatted(code.frozen(second.scales), CodeBook.NESTED_BLOCK, scales.size()));
    return code.let(
        "torch.add(torch.mul(%s, %s), %s)".formatted(first, spread, code.frozen(second.offset)));
  }
}
