package tunebench.model;

import tunebench.llama.LanguageModel;
import tunebench.lora.Adapter;

/** A base model with an adapter beside its weights; the base stays usable on its own. */
public final class AdaptedModel {
  private AdaptedModel() {}

  /** Composes the two; no weight is copied. */
  public static LanguageModel of(LanguageModel base, Adapter adapter) {
    return new LanguageModel(base.config(), base.parts().wrap(adapter::wrap));
  }
}
