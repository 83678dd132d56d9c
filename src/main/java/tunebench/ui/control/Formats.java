package tunebench.ui.control;

/** The formats that a model can be held in, in words. */
public final class Formats {
  private Formats() {}

  /** A format's name for people, such as {@code NF4 + double}. */
  public static String name(String quantization) {
    return switch (quantization) {
      case "fp32" -> "FP32";
      case "bf16" -> "BF16";
      case "int8" -> "INT8";
      case "nf4" -> "NF4";
      case "nf4-double" -> "NF4 double";
      case "nf4-all" -> "NF4 all";
      case "fp4" -> "FP4";
      case "fp4-double" -> "FP4 double";
      case "int4" -> "INT4";
      default -> quantization;
    };
  }

  /** What it does, in one sentence. */
  public static String meaning(String quantization) {
    return switch (quantization) {
      case "fp32" -> "32-bit floats everywhere: the reference, and the largest.";
      case "bf16" -> "16-bit floats with the range of 32 bits: half the memory, hardly a loss.";
      case "int8" -> "8-bit integers with a scale per row; outliers stay in 16 bits.";
      case "nf4" -> "4 bits per weight, with levels where normally distributed weights are.";
      case "nf4-double" -> "NF4 whose scales are quantized again. The course's choice.";
      case "nf4-all" -> "NF4 for the embedding and the output layer too: the smallest.";
      case "fp4" -> "4-bit floats: levels spread without regard to how weights are spread.";
      case "fp4-double" -> "FP4 whose scales are quantized again.";
      default -> "";
    };
  }
}
