package tunebench.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tunebench.Fixtures;
import tunebench.llama.LanguageModel;
import tunebench.lora.Adapter;
import tunebench.lora.AdapterFolder;
import tunebench.model.AdaptedModel;
import tunebench.model.OpenModel;
import tunebench.model.OpenSettings;
import tunebench.quant.Quantization;
import tunebench.tensor.Scope;
import tunebench.token.Batch;

/**
 * Four training steps against transformers and PEFT: losses, gradient norms and the adapter that
 * comes out.
 */
class ReferenceTest {
  @ParameterizedTest
  @CsvSource({
    "llama3, fp32, true", "llama3, fp32, false", "llama-tied, fp32, true", "mistral, fp32, true",
        "qwen2, fp32, true",
    "qwen3, fp32, true", "phi3, fp32, true", "gemma2, fp32, true", "gemma3, fp32, true",
        "llama3, nf4-double, true"
  })
  void fourStepsEqualThoseOfPeft(String family, String kind, boolean checkpointing) {
    Path folder = Fixtures.folder(family);
    boolean quantized = kind.equals("nf4-double");
    JsonNode expected =
        new JsonMapper()
            .readTree(
                (quantized
                        ? Fixtures.folder("quantization/llama3-nf4.json")
                        : folder.resolve("expected.json"))
                    .toFile());
    OpenSettings settings = OpenSettings.of(Quantization.of(kind), false);
    try (OpenModel open = OpenModel.open(folder, settings, Device.cpu(), p -> {});
        Scope scope = Scope.on(Device.cpu())) {
      Adapter adapter = AdapterFolder.read(scope, folder.resolve("adapter")).trained();
      LanguageModel model = AdaptedModel.of(open.model(), adapter);
      TrainSettings course = TrainSettings.course();
      Trainer trainer =
          new Trainer(
              scope,
              model,
              new TrainSettings(
                  1, 4, 1, 1e-3, 0, 0.001, 0.3, 24, false, false, checkpointing, 0, course.seed()));
      Batch batch = ReferenceBatch.of(family);
      for (int step = 0; step < 4; step++) {
        StepRecord record = trainer.step(List.of(batch), step, 4, 0, 1e-3);
        double loss = expected.path("losses").path(step).asDouble();
        double norm = expected.path("gradient_norms_before_clip").path(step).asDouble();
        assertThat(record.loss()).isCloseTo(loss, within(1e-4 * loss));
        assertThat(record.gradientNorm()).isCloseTo(norm, within(1e-3 * norm));
      }
      if (!quantized) {
        Adapter after = AdapterFolder.read(scope, folder.resolve("adapter-after-4-steps"));
        after
            .modules()
            .forEach(
                (path, update) -> {
                  assertThat(Fixtures.distance(adapter.update(path).a(), update.a()))
                      .isLessThan(1e-4);
                  assertThat(Fixtures.distance(adapter.update(path).b(), update.b()))
                      .isLessThan(1e-4);
                });
      }
    }
  }
}
