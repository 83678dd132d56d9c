package tunebench.llama;

import java.util.Arrays;
import java.util.stream.Collectors;
import tunebench.nn.GatedMlp.Activation;

/** Model families as data: what sets each apart from the plain Llama decoder. */
public enum Family {
  LLAMA("LlamaForCausalLM", Activation.SILU),
  MISTRAL("MistralForCausalLM", Activation.SILU),
  QWEN2("Qwen2ForCausalLM", Activation.SILU),
  QWEN3("Qwen3ForCausalLM", Activation.SILU),
  GEMMA2("Gemma2ForCausalLM", Activation.GELU_TANH),
  GEMMA3("Gemma3ForCausalLM", Activation.GELU_TANH),
  PHI3("Phi3ForCausalLM", Activation.SILU);

  private final String architecture;
  private final Activation activation;

  Family(String architecture, Activation activation) {
    this.architecture = architecture;
    this.activation = activation;
  }

  /** The name in {@code config.json}'s {@code architectures}. */
  public String architecture() {
    return architecture;
  }

  public Activation activation() {
    return activation;
  }

  /**
   * Whether norms multiply by 1 + weight, embeddings are scaled by sqrt(hidden), and each block has
   * two norms.
   */
  public boolean isGemma() {
    return this == GEMMA2 || this == GEMMA3;
  }

  /** Whether each head of queries and keys is normed before it is rotated. */
  public boolean normsQueriesAndKeys() {
    return this == QWEN3 || this == GEMMA3;
  }

  /** Whether q, k, v are one weight and gate, up are one weight. */
  public boolean fused() {
    return this == PHI3;
  }

  /** Every architecture name that can be opened, for messages. */
  public static String supported() {
    return Arrays.stream(values()).map(Family::architecture).collect(Collectors.joining(", "));
  }
}
