package tunebench;

import ai.djl.Device;
import tunebench.llama.LanguageModel;
import tunebench.lora.Adapter;
import tunebench.lora.LoraSettings;
import tunebench.model.AdaptedModel;
import tunebench.model.OpenModel;
import tunebench.model.OpenSettings;
import tunebench.quant.Quantization;
import tunebench.tensor.Scope;

/**
 * The shipped model with a fresh adapter on every projection, on the CPU.
 *
 * @param scope for what a test makes beside it
 */
public record TunedModel(OpenModel open, Scope scope, Adapter adapter) implements AutoCloseable {
  /** Opens it. */
  public static TunedModel of(Quantization kind) {
    OpenModel open =
        OpenModel.open(
            Fixtures.shippedModel(), OpenSettings.of(kind, false), Device.cpu(), p -> {});
    Scope scope = Scope.on(Device.cpu());
    return new TunedModel(
        open,
        scope,
        Adapter.fresh(
            scope,
            new LoraSettings(8, 16, 0.1, LoraSettings.ALL, false),
            open.model().parts().projections(),
            3));
  }

  /** Model and adapter. */
  public LanguageModel model() {
    return AdaptedModel.of(open.model(), adapter);
  }

  @Override
  public void close() {
    adapter.close();
    scope.close();
    open.close();
  }
}
