package tunebench.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import java.nio.file.Path;
import tunebench.Fixtures;
import tunebench.format.SafetensorsFile;
import tunebench.llama.LanguageModel;
import tunebench.llama.Positions;
import tunebench.quant.Quantization;
import tunebench.tensor.Scope;

/** Logits of the fixtures' batch, and how far they are from others. */
final class FixtureLogits {
  private static final int[] LENGTHS = {24, 20, 13, 9};

  private FixtureLogits() {}

  static OpenModel open(Path model, Quantization kind) {
    return OpenModel.open(model, OpenSettings.of(kind, false), Device.cpu(), p -> {});
  }

  /** The largest difference from what transformers gave, padding left out. */
  static double distanceFromReference(String family, String tensor, LanguageModel model) {
    try (SafetensorsFile expected = expected(family);
        Scope scope = Scope.on(Device.cpu())) {
      return distance(logits(scope, expected, model), Fixtures.tensor(scope, expected, tensor));
    }
  }

  /** The largest difference between two models on the family's batch. */
  static double distance(String family, LanguageModel a, LanguageModel b) {
    try (SafetensorsFile expected = expected(family);
        Scope scope = Scope.on(Device.cpu())) {
      return distance(logits(scope, expected, a), logits(scope, expected, b));
    }
  }

  /** The largest difference of a model from given logits [rows, tokens, vocabulary]. */
  static double distance(String family, NDArray want, LanguageModel model) {
    try (SafetensorsFile expected = expected(family);
        Scope scope = Scope.on(Device.cpu())) {
      return distance(logits(scope, expected, model), want);
    }
  }

  private static SafetensorsFile expected(String family) {
    return SafetensorsFile.open(Fixtures.folder(family).resolve("expected.safetensors"));
  }

  private static NDArray logits(Scope scope, SafetensorsFile expected, LanguageModel model) {
    NDArray ids = Fixtures.tensor(scope, expected, "input_ids");
    Positions positions = Positions.fromStart(scope, model.config(), model.compute(), 24);
    NDArray hidden = model.hidden(scope, ids, positions);
    return model
        .logits(scope, hidden.reshape(-1, hidden.getShape().get(2)))
        .reshape(LENGTHS.length, 24, model.config().vocabSize());
  }

  private static double distance(NDArray a, NDArray b) {
    double largest = 0;
    for (int row = 0; row < LENGTHS.length; row++) {
      NDIndex real = new NDIndex(row + ", :" + LENGTHS[row]);
      largest = Math.max(largest, Fixtures.distance(a.get(real), b.get(real)));
    }
    return largest;
  }
}
