package tunebench.train;

import tunebench.fused.FusedModel;
import tunebench.llama.LanguageModel;
import tunebench.tensor.Scope;

/** Chooses the pass: the fused one wherever the model and the device have it. */
final class Passes {
  private Passes() {}

  static Pass of(Scope scope, LanguageModel model, TrainSettings settings) {
    return FusedModel.forTraining(scope, model)
        .<Pass>map(fused -> new FusedPass(fused, settings.checkpointing()))
        .orElseGet(() -> new LayerwisePass(model, settings.checkpointing()));
  }
}
