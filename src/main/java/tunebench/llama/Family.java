package tunebench.llama;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import tunebench.nn.GatedMlp.Activation;

/** Model families as data: what sets each apart from the plain Llama decoder. */
public enum Family {
  LLAMA(List.of("LlamaForCausalLM"), Activation.SILU),
  MISTRAL(List.of("MistralForCausalLM"), Activation.SILU),
  QWEN2(List.of("Qwen2ForCausalLM"), Activation.SILU),
  QWEN3(List.of("Qwen3ForCausalLM"), Activation.SILU),
  GEMMA2(List.of("Gemma2ForCausalLM"), Activation.GELU_TANH),
  GEMMA3(List.of("Gemma3ForCausalLM"), Activation.GELU_TANH),
  PHI3(List.of("Phi3ForCausalLM"), Activation.SILU);

  private final List<String> architectures;
  private final Activation activation;

  Family(List<String> architectures, Activation activation) {
    this.architectures = architectures;
    this.activation = activation;
  }

  /** The names in {@code config.json}'s {@code architectures}. */
  public List<String> architectures() {
    return architectures;
  }

  public Activation activation() {
    return activation;
  }

  /** Whether norms multiply by 1 + weight, embeddings are scaled by sqrt(hidden), and each block has two norms. */
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
    return Arrays.stream(values()).flatMap(f -> f.architectures.stream()).collect(Collectors.joining(", "));
  }
}
