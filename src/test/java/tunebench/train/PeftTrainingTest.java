package tunebench.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tunebench.Fixtures;
import tunebench.lora.Adapter;
import tunebench.lora.AdapterFolder;
import tunebench.lora.LoraSettings;
import tunebench.model.AdaptedModel;
import tunebench.model.OpenModel;
import tunebench.model.OpenSettings;
import tunebench.quant.Quantization;
import tunebench.tensor.Scope;

/** Four training steps of adapters beyond plain LoRA, against PEFT (fixtures/peft/README.md). */
class PeftTrainingTest {
  private static final JsonNode EXPECTED =
      JsonMapper.shared().readTree(Fixtures.folder("peft/expected.json").toFile());

  @ParameterizedTest
  @CsvSource({
    "dora, llama3, true",
    "dora, llama3, false",
    "dora-biased, qwen2, true",
    "patterns, llama3, true"
  })
  void fourStepsEqualThoseOfPeft(String name, String family, boolean checkpointing) {
    try (OpenModel open = open(family, "fp32");
        Scope scope = Scope.on(Device.cpu())) {
      Adapter adapter = AdapterFolder.read(scope, Fixtures.folder("peft/" + name)).trained();
      Trainer trainer =
          new Trainer(scope, AdaptedModel.of(open.model(), adapter), settings(checkpointing));
      for (int step = 0; step < 4; step++) {
        StepRecord record = trainer.step(List.of(ReferenceBatch.of(family)), step, 4, 0, 1e-3);
        JsonNode values = EXPECTED.path(name);
        double loss = values.path("losses").path(step).asDouble();
        double norm = values.path("gradient_norms_before_clip").path(step).asDouble();
        assertThat(record.loss()).isCloseTo(loss, within(1e-4 * loss));
        assertThat(record.gradientNorm()).isCloseTo(norm, within(1e-3 * norm));
      }
      Adapter after = AdapterFolder.read(scope, Fixtures.folder("peft/" + name + "-after-4-steps"));
      after
          .modules()
          .forEach(
              (path, update) -> {
                List<NDArray> ours = adapter.update(path).tensors();
                for (int i = 0; i < ours.size(); i++) {
                  assertThat(Fixtures.distance(ours.get(i), update.tensors().get(i)))
                      .isLessThan(1e-4);
                }
              });
    }
  }

  /** Dropout in base and update must be drawn again alike when a layer is run a second time. */
  @ParameterizedTest
  @ValueSource(strings = {"fp32", "nf4-double", "int8"})
  void checkpointingChangesNothingUnderDropoutAndMagnitudes(String kind) {
    LoraSettings settings =
        new LoraSettings(4, 8, 0.5, List.of("all-linear"), true).withMagnitudes();
    try (OpenModel open = open("llama3", kind);
        Scope scope = Scope.on(Device.cpu())) {
      Adapter kept = fresh(scope, open, settings);
      Adapter again = fresh(scope, open, settings);
      step(scope, open, kept, false);
      step(scope, open, again, true);
      kept.modules()
          .forEach(
              (path, update) -> {
                for (int i = 0; i < update.tensors().size(); i++) {
                  assertThat(
                          Fixtures.distance(
                              update.tensors().get(i), again.update(path).tensors().get(i)))
                      .isLessThan(1e-6);
                }
                assertThat(update.b().abs().max().getFloat()).isPositive();
              });
    }
  }

  private static Adapter fresh(Scope scope, OpenModel open, LoraSettings settings) {
    return Adapter.fresh(scope, settings, open.model().parts().projections(), 3).trained();
  }

  private static void step(Scope scope, OpenModel open, Adapter adapter, boolean checkpointing) {
    Trainer trainer =
        new Trainer(scope, AdaptedModel.of(open.model(), adapter), settings(checkpointing));
    trainer.step(List.of(ReferenceBatch.of("llama3")), 0, 1, 0, 1e-3);
  }

  private static OpenModel open(String family, String kind) {
    return OpenModel.open(
        Fixtures.folder(family),
        OpenSettings.of(Quantization.of(kind), false),
        Device.cpu(),
        _ -> {});
  }

  private static TrainSettings settings(boolean checkpointing) {
    return new TrainSettings(1, 4, 1, 1e-3, 0, 0.001, 0.3, 24, false, false, checkpointing, 0, 42);
  }
}
