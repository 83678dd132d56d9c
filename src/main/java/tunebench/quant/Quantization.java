package tunebench.quant;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tunebench.BadInputException;

/** The formats that a model's weights can be held in. */
public enum Quantization {
  /** Everything in 32-bit floats. */
  FP32(null, false, false),
  /** Everything in bfloat16. */
  BF16(null, false, false),
  /** LLM.int8 for the decoder's projections. */
  INT8(null, false, false),
  /** 4-bit NormalFloat for the decoder's projections. */
  NF4(CodeBook.NF4, false, false),
  /** NF4 with its scales quantized again. */
  NF4_DOUBLE(CodeBook.NF4, true, false),
  /** NF4 with double quantization for the embedding and the output layer too. */
  NF4_ALL(CodeBook.NF4, true, true),
  /** 4-bit floats for the decoder's projections. */
  FP4(CodeBook.FP4, false, false),
  /** FP4 with its scales quantized again. */
  FP4_DOUBLE(CodeBook.FP4, true, false);

  private final @Nullable CodeBook book;
  private final boolean doubly;
  private final boolean all;

  Quantization(@Nullable CodeBook book, boolean doubly, boolean all) {
    this.book = book;
    this.doubly = doubly;
    this.all = all;
  }

  /** The name on the command line, such as {@code nf4-double}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The name in a sentence, such as {@code NF4 double}. */
  public String title() {
    int bar = name().indexOf('_');
    return bar < 0
        ? name()
        : name().substring(0, bar)
            + name().substring(bar).replace('_', ' ').toLowerCase(Locale.ROOT);
  }

  /** The 4-bit code book, or null where weights are not in 4 bits. */
  public @Nullable CodeBook book() {
    return book;
  }

  /** Whether scales are quantized again. */
  public boolean doubly() {
    return doubly;
  }

  /** Whether the embedding and the output layer are quantized too. */
  public boolean all() {
    return all;
  }

  /** Whether projections keep a floating-point weight. */
  public boolean floating() {
    return this == FP32 || this == BF16;
  }

  /** Finds a format by its label. */
  public static Quantization of(String label) {
    for (Quantization kind : values()) {
      if (kind.label().equals(label.strip().toLowerCase(Locale.ROOT))) {
        return kind;
      }
    }
    throw new BadInputException(
        "\"%s\" is no quantization; choose one of %s."
            .formatted(
                label,
                Arrays.stream(values())
                    .map(Quantization::label)
                    .collect(Collectors.joining(", "))));
  }
}
