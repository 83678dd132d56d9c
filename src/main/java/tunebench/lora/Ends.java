package tunebench.lora;

import java.util.Set;

/** The two modules outside the decoder's layers that an adapter may change. */
public final class Ends {
  /** Tokens to the residual stream. */
  public static final String EMBEDDING = "model.embed_tokens";

  /** The residual stream to logits. */
  public static final String OUTPUT = "lm_head";

  static final Set<String> ALL = Set.of(EMBEDDING, OUTPUT);

  private Ends() {}

  /** Whether a module is one of them. */
  public static boolean contains(String path) {
    return ALL.contains(path);
  }
}
