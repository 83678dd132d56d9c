package tunebench.format;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The model families that are read from GGUF, by its {@code general.architecture}, and the class
 * that the Hub's {@code config.json} names for each. GGUF calls Mistral a {@code llama} too.
 */
public enum GgufFamily {
  LLAMA("llama", "LlamaForCausalLM", "llama"),
  QWEN2("qwen2", "Qwen2ForCausalLM", "qwen2"),
  QWEN3("qwen3", "Qwen3ForCausalLM", "qwen3"),
  GEMMA2("gemma2", "Gemma2ForCausalLM", "gemma2"),
  GEMMA3("gemma3", "Gemma3ForCausalLM", "gemma3_text"),
  PHI3("phi3", "Phi3ForCausalLM", "phi3");

  private final String architecture;
  private final String hubClass;
  private final String modelType;

  GgufFamily(String architecture, String hubClass, String modelType) {
    this.architecture = architecture;
    this.hubClass = hubClass;
    this.modelType = modelType;
  }

  /** GGUF's word for the family, which also begins its metadata keys. */
  public String architecture() {
    return architecture;
  }

  /** The entry of {@code architectures} in {@code config.json}. */
  public String hubClass() {
    return hubClass;
  }

  /** The {@code model_type} in {@code config.json}. */
  public String modelType() {
    return modelType;
  }

  /**
   * Whether the rows of queries and keys are in the order of neighbouring pairs, not of two halves:
   * llama.cpp's converter reorders LLaMA and Mistral, and no other family.
   */
  boolean pairsRotaryRows() {
    return this == LLAMA;
  }

  /** Whether the file's norm weights have 1 added to them, as the converter does for Gemma. */
  boolean addsOneToNorms() {
    return isGemma();
  }

  boolean isGemma() {
    return this == GEMMA2 || this == GEMMA3;
  }

  static Optional<GgufFamily> named(String architecture) {
    return Arrays.stream(values()).filter(f -> f.architecture.equals(architecture)).findFirst();
  }

  static String supported() {
    return Arrays.stream(values()).map(GgufFamily::architecture).collect(Collectors.joining(", "));
  }
}
