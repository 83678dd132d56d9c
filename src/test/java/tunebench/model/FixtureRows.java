package tunebench.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.nio.file.Path;
import tunebench.Fixtures;
import tunebench.format.SafetensorsFile;
import tunebench.llama.LanguageModel;
import tunebench.llama.Positions;
import tunebench.quant.Quantization;
import tunebench.tensor.Scope;

/** The four rows of tokens that all reference values are about. */
final class FixtureRows {
  /** Real tokens per row; the rest of its 24 is padding. */
  static final int[] LENGTHS = {24, 20, 13, 9};

  private FixtureRows() {}

  static OpenModel open(Path folder, Quantization kind) {
    return OpenModel.open(folder, OpenSettings.of(kind, false), Device.cpu(), _ -> {});
  }

  /** Logits [4, 24, 512]. */
  static NDArray logits(Scope scope, LanguageModel model) {
    Path file = Fixtures.folder("llama3/expected.safetensors");
    try (SafetensorsFile expected = SafetensorsFile.open(file)) {
      NDArray ids = Fixtures.tensor(scope, expected, "input_ids");
      Positions positions = Positions.fromStart(scope, model.config(), model.compute(), 24);
      NDArray hidden = model.hidden(scope, ids, positions);
      return model.logits(scope, hidden.reshape(-1, hidden.getShape().get(2))).reshape(4, 24, -1);
    }
  }

  /** Logits [4, 512] of each row's last real token. */
  static NDArray last(Scope scope, LanguageModel model) {
    NDArray all = logits(scope, model);
    NDList rows = new NDList();
    for (int row = 0; row < LENGTHS.length; row++) {
      rows.add(all.get(row, LENGTHS[row] - 1));
    }
    return NDArrays.stack(rows);
  }
}
