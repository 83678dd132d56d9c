package tunebench.quant;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tunebench.BadInputException;
import tunebench.format.DType;
import tunebench.format.JsonFile;

/**
 * The part of bitsandbytes' {@code QuantState} that is no tensor: a JSON text whose UTF-8 bytes are
 * saved as the tensor {@code weight.quant_state.bitsandbytes__nf4} or {@code __fp4}.
 *
 * @param book the code book
 * @param dtype of the weights before quantization
 * @param rows of the weight
 * @param columns of the weight
 * @param offset the mean that double quantization took off the scales; null without it
 */
public record BnbState(
    CodeBook book, DType dtype, long rows, long columns, @Nullable Double offset) {
  /** The largest that bitsandbytes writes has about 200 bytes. */
  static final long MOST_BYTES = 10_000;

  /** The end of the tensor's name. */
  public static String suffix(CodeBook book) {
    return ".quant_state.bitsandbytes__" + book.name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads the text.
   *
   * @param where file and tensor, for complaints
   * @throws BadInputException if it is no such text, or asks for other blocks than those of 64 and
   *     256 that bitsandbytes uses by default
   */
  static BnbState read(byte[] utf8, CodeBook book, String where) {
    JsonNode json = JsonFile.parse(utf8, where);
    String type = json.path("quant_type").asString("");
    JsonNode shape = json.path("shape");
    if (!type.equals(book.name().toLowerCase(Locale.ROOT))
        || shape.size() != 2
        || !isSize(shape.path(0))
        || !isSize(shape.path(1))) {
      throw new BadInputException(
          where + " is no state of an " + book + " matrix; take another copy of the model.");
    }
    DType dtype =
        DType.ofTorch(json.path("dtype").asString(""))
            .orElseThrow(
                () -> new BadInputException(where + " names no floating dtype of the weight."));
    boolean nested = json.has("nested_blocksize");
    int block = json.path("blocksize").asInt(0);
    int second = json.path("nested_blocksize").asInt(CodeBook.NESTED_BLOCK);
    if (block != CodeBook.BLOCK || second != CodeBook.NESTED_BLOCK) {
      throw new BadInputException(
          "%s says blocks of %d with scales in blocks of %d, and blocks of %d and %d can be opened; quantize the original again."
              .formatted(where, block, second, CodeBook.BLOCK, CodeBook.NESTED_BLOCK));
    }
    double offset = json.path("nested_offset").asDouble(nested ? Double.NaN : 0);
    if (!Double.isFinite(offset)) {
      throw new BadInputException(where + " lacks a finite nested_offset.");
    }
    return new BnbState(
        book, dtype, shape.path(0).asLong(), shape.path(1).asLong(), nested ? offset : null);
  }

  private static boolean isSize(JsonNode node) {
    return node.isInt() && node.asInt() > 0;
  }

  /** The text as Python's {@code json.dumps} writes it. */
  public byte[] text() {
    List<String> fields = new ArrayList<>();
    fields.add("\"quant_type\": \"%s\"".formatted(book.name().toLowerCase(Locale.ROOT)));
    fields.add("\"blocksize\": " + CodeBook.BLOCK);
    fields.add("\"dtype\": \"%s\"".formatted(torchName()));
    fields.add("\"shape\": [%d, %d]".formatted(rows, columns));
    Double mean = offset;
    if (mean != null) {
      fields.add("\"nested_blocksize\": " + CodeBook.NESTED_BLOCK);
      fields.add("\"nested_dtype\": \"float32\"");
      fields.add("\"nested_offset\": " + pythonRepr(mean));
    }
    return ("{" + String.join(", ", fields) + "}").getBytes(StandardCharsets.UTF_8);
  }

  private String torchName() {
    return switch (dtype) {
      case F32 -> "float32";
      case F16 -> "float16";
      case BF16 -> "bfloat16";
      case F64 -> "float64";
      default -> throw new IllegalStateException("no floating dtype: " + dtype);
    };
  }

  /** A finite number as Python prints it: the same digits as Java's, other exponents. */
  static String pythonRepr(double value) {
    BigDecimal shortest = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    int exponent = shortest.precision() - shortest.scale() - 1;
    if (value == 0 || (exponent >= -4 && exponent < 16)) {
      String plain = value == 0 ? "0.0" : shortest.toPlainString();
      return plain.contains(".") ? plain : plain + ".0";
    }
    String digits = shortest.unscaledValue().abs().toString();
    return "%s%s%se%s%02d"
        .formatted(
            value < 0 ? "-" : "",
            digits.charAt(0),
            digits.length() > 1 ? "." + digits.substring(1) : "",
            exponent < 0 ? "-" : "+",
            Math.abs(exponent));
  }
}
