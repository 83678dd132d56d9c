package tunebench.bench;

import java.util.List;
import java.util.function.BiFunction;
import tunebench.BadInputException;
import tunebench.fused.AnswerPass;
import tunebench.fused.BytePass;
import tunebench.fused.FusedModel;
import tunebench.fused.Packed;
import tunebench.fused.PassMode;
import tunebench.fused.TrainPass;
import tunebench.llama.LanguageModel;
import tunebench.lora.Adapter;
import tunebench.lora.LoraSettings;
import tunebench.model.AdaptedModel;
import tunebench.model.OpenModel;
import tunebench.tensor.Kernels;
import tunebench.tensor.Scope;
import tunebench.token.Batch;

/**
 * Where the time of one open model's fused passes goes. Methods end in a {@link BadInputException}
 * where the model cannot be run fused.
 */
public final class ModelProfile {
  private final OpenModel open;
  private final BenchLoad load;

  /**
   * Sets up.
   *
   * @param tokens length of each row
   */
  public ModelProfile(OpenModel open, int tokens) {
    this.open = open;
    this.load = new BenchLoad(open.model().config().vocabSize(), tokens);
  }

  /** Costs of reading a batch of questions, by kind of operation. */
  public List<ProfilingKernels.Cost> prediction(int batch) {
    try (Scope scope = open.scope().child()) {
      return prediction(scope, open.model(), batch);
    }
  }

  /** The same with an adapter on the model. */
  public List<ProfilingKernels.Cost> tunedPrediction(int batch, LoraSettings lora) {
    return adapted(lora, (scope, tuned) -> prediction(scope, tuned, batch));
  }

  private List<ProfilingKernels.Cost> prediction(Scope scope, LanguageModel model, int batch) {
    ProfilingKernels profile = new ProfilingKernels(kernels(model, false));
    AnswerPass pass = new AnswerPass(FusedModel.of(scope, model, profile.kernels(), false));
    return second(
        scope, profile, step -> pass.ask(step, load.questions(batch), null).toFloatArray());
  }

  /**
   * Costs of one training step's forward and backward pass, by kind of operation.
   *
   * @param keep whether activations are kept for the backward pass
   */
  public List<ProfilingKernels.Cost> training(int batch, LoraSettings lora, boolean keep) {
    return adapted(
        lora,
        (scope, tuned) -> {
          ProfilingKernels profile = new ProfilingKernels(kernels(tuned, true));
          FusedModel fused = FusedModel.of(scope, tuned, profile.kernels(), true);
          TrainPass pass = new TrainPass(fused, kept(keep));
          Batch rows = load.batch(batch);
          Packed packed = Packed.of(load.questions(batch), rows.positions());
          return second(
              scope,
              profile,
              step ->
                  pass.run(step, packed, rows.labels(), 1, new PassMode(1, true, true))
                      .toFloatArray());
        });
  }

  /** How long the host and how long the device takes for that, without waiting in between. */
  public Pace pace(int batch, LoraSettings lora, boolean keep) {
    return adapted(
        lora,
        (scope, tuned) -> {
          try (FusedModel fused = FusedModel.of(scope, tuned, kernels(tuned, true), true)) {
            TrainPass pass = new TrainPass(fused, kept(keep));
            Batch rows = load.batch(batch);
            Packed packed = Packed.of(load.questions(batch), rows.positions());
            return Pace.of(scope, pass, packed, rows.labels());
          }
        });
  }

  private int kept(boolean keep) {
    return keep ? open.model().config().layers() : 0;
  }

  private <T> T adapted(LoraSettings lora, BiFunction<Scope, LanguageModel, T> work) {
    try (Scope scope = open.scope().child();
        Adapter adapter = Adapter.fresh(scope, lora, open.model().parts().projections(), 42)) {
      return work.apply(scope, AdaptedModel.of(open.model(), adapter.trained()));
    }
  }

  /** The costs of the second run: the first makes what stays. */
  private static List<ProfilingKernels.Cost> second(
      Scope scope, ProfilingKernels profile, Pass pass) {
    for (int round = 0; round < 2; round++) {
      profile.reset();
      try (Scope step = scope.child()) {
        pass.run(step);
      }
    }
    return profile.costs();
  }

  /** Runs and waits for the result. */
  private interface Pass {
    float[] run(Scope step);
  }

  /** Whether questions are read by a pass that runs on no kernels. */
  private boolean bytePass(LanguageModel model) {
    try (Scope scope = open.scope().child()) {
      return BytePass.of(scope, model).isPresent();
    }
  }

  private Kernels kernels(LanguageModel model, boolean learning) {
    return FusedModel.kernels(open.scope(), model, learning)
        .filter(kernels -> learning || !bytePass(model))
        .orElseThrow(
            () ->
                new BadInputException(
                    "This model's operations cannot be timed one by one here: it is not run by the"
                        + " engine's own kernels. Leave out --profile."));
  }
}
