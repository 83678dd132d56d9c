package tunebench.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tunebench.Fixtures;
import tunebench.format.SafetensorsFile;
import tunebench.llama.Positions;
import tunebench.quant.Quantization;
import tunebench.tensor.Scope;

class FamiliesTest {
  private static final int[] LENGTHS = {24, 20, 13, 9};

  @ParameterizedTest
  @ValueSource(
      strings = {"llama3", "llama-tied", "mistral", "qwen2", "qwen3", "phi3", "gemma2", "gemma3"})
  void logitsEqualThoseOfTransformers(String family) {
    Path folder = Fixtures.folder(family);
    try (OpenModel open =
            OpenModel.open(
                folder, OpenSettings.of(Quantization.FP32, false), Device.cpu(), p -> {});
        SafetensorsFile expected = SafetensorsFile.open(folder.resolve("expected.safetensors"));
        Scope scope = Scope.on(Device.cpu())) {
      NDArray ids = Fixtures.tensor(scope, expected, "input_ids");
      NDArray want = Fixtures.tensor(scope, expected, "logits");
      Positions positions =
          Positions.fromStart(scope, open.model().config(), open.model().compute(), 24);
      NDArray hidden = open.model().hidden(scope, ids, positions);
      NDArray got =
          open.model()
              .logits(scope, hidden.reshape(-1, hidden.getShape().get(2)))
              .reshape(want.getShape());
      for (int row = 0; row < LENGTHS.length; row++) {
        NDIndex real = new NDIndex(row + ", :" + LENGTHS[row]);
        assertThat(Fixtures.distance(got.get(real), want.get(real))).isLessThan(1e-4);
      }
    }
  }
}
